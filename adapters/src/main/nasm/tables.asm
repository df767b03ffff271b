; Page tables of the agent (32-bit code without paging; done once).
;
; The agent lives in slot 1F0H of a 4-level root, at base FFFF_F800_0000_0000H, or in slots 1F0H and 1F0H of a 5-level
; root, at base FFF0_F800_0000_0000H, in every address space: the host puts CHAIN4 or CHAIN5 into word 1F0H of each frame
; that may become a root. Bits 31:0 of both bases are 0, so bits 31:0 of the agent's own addresses are physical.
;
;   base + 0               direct map of 2 GB by 2 MB pages; the regions of IMAGE and SCRATCH by 4 KB pages
;   base + 8000_0000H      window: pages of 4 KB, those of IMAGE + WINDOW displaced by 90H pages. Steps on tables and
;                          searches go through it, so that they evict nothing a scenario has cached
;
; No page of 2 MB is used while a scenario runs: an emulator that once cached one invalidates more on INVLPG.

HOME4           equ TABLES + 0000h      ; slots 0 (identity) and 1F0H
CHAIN_PDPT      equ TABLES + 1000h
CHAIN_PML4      equ TABLES + 2000h      ; for 5-level roots
LOW_PT32        equ TABLES + 3000h      ; the low window, see low_window.asm
LOW_PT          equ TABLES + 4000h
LOW_PD          equ TABLES + 5000h
HOME5           equ TABLES + 6000h
HOME5_PML4      equ TABLES + 7000h      ; identity
DIRECT_PDS      equ TABLES + 8000h      ; two
WINDOW_PDS      equ TABLES + 0A000h     ; two
IMAGE_PT        equ TABLES + 0C000h
SCRATCH_PT      equ TABLES + 0D000h
TABLES_BYTES    equ 0E000h

LINK            equ 27h                 ; P, R/W, U/S, A
PAGE            equ 63h                 ; P, R/W, A, D
PAGE_2M         equ 0E3h                ; the same and PS
USER_PAGE       equ 65h                 ; P, U/S, A, D
UNCACHED        equ 18h                 ; PWT, PCD
KEY_15_HIGH     equ 78000000h           ; bits 62:59, protection key 15, in the high half of an entry

WINDOW_SHIFT    equ 90000h              ; linear distance between window and physical address
WINDOW_FIRST    equ 16                  ; page tables filled at once: 32 MB less the shift

        section .text
        bits 32
build_tables:
        mov     edi, TABLES
        mov     ecx, TABLES_BYTES / 4
        xor     eax, eax
        cld
        rep stosd
        mov     eax, CHAIN_PDPT + LINK
        mov     [HOME4], eax
        mov     [HOME4 + 1F0h * 8], eax
        mov     [CHAIN_PML4 + 1F0h * 8], eax
        mov     [HOME5_PML4], eax
        mov     dword [HOME5], HOME5_PML4 + LINK
        mov     dword [HOME5 + 1F0h * 8], CHAIN_PML4 + LINK
        mov     edi, CHAIN_PDPT
        mov     eax, DIRECT_PDS + LINK
        mov     ecx, 4                  ; two of the direct map, two of the window
.pdpt:
        mov     [edi], eax
        add     eax, 1000h
        add     edi, 8
        loop    .pdpt
        mov     edi, DIRECT_PDS
        mov     eax, PAGE_2M
        mov     ebx, 200000h
        mov     ecx, 1024
        call    fill_table
        mov     edi, DIRECT_PDS + (IMAGE >> 21) * 8
        mov     dword [edi], IMAGE_PT + LINK
        and     dword [edi + 4], 0
        mov     edi, DIRECT_PDS + (SCRATCH >> 21) * 8
        mov     dword [edi], SCRATCH_PT + LINK
        and     dword [edi + 4], 0
        mov     edi, IMAGE_PT
        mov     eax, (IMAGE & -200000h) + PAGE
        call    fill_pages
        mov     edi, SCRATCH_PT
        mov     eax, (SCRATCH & -200000h) + PAGE
        call    fill_pages
        mov     edi, SCRATCH_PT + (((SCRATCH + 0F000h) >> 12) & 1FFh) * 8
        mov     dword [edi], STUBS + USER_PAGE
        mov     dword [edi - 8], LOCAL_APIC_PHYSICAL + PAGE + UNCACHED
        mov     edi, WINDOW_TABLES
        mov     eax, PAGE - WINDOW_SHIFT        ; the first 90H pages lie below physical address 0 and are never used
        mov     ecx, WINDOW_FIRST * 512
        mov     ebx, 1000h
        call    fill_table
        mov     edi, WINDOW_PDS
        mov     eax, WINDOW_TABLES + LINK
        mov     ecx, WINDOW_FIRST
.window:
        mov     [edi], eax
        add     eax, 1000h
        add     edi, 8
        loop    .window
        jmp     build_low_window

; 512 entries for pages of 4 KB from EDI on, the first of them EAX
fill_pages:
        mov     ebx, 1000h
        mov     ecx, 512
; ECX entries from EDI on, the first EAX, each EBX more than the one before
fill_table:
        mov     [edi], eax
        mov     dword [edi + 4], KEY_15_HIGH
        add     eax, ebx
        add     edi, 8
        dec     ecx
        jnz     fill_table
        ret

        bits 64
; The rest of the window is filled when first touched, 2 MB at a time, from the page-fault handler.
; RAX: the linear address. Carry: it is not in the window. Changes RAX, RCX, RDX, RDI.
fill_window:
        lea     rdi, [image + WINDOW - WINDOW_SHIFT]
        sub     rax, rdi
        mov     ecx, RAM + WINDOW_SHIFT
        cmp     rax, rcx
        cmc
        jc      .done
        and     rax, -200000h
        mov     rdx, rax
        shr     rdx, 9                          ; the page table, as distance from the first
        lea     rcx, [image + DIRECT + WINDOW_TABLES]
        lea     rdi, [rcx + rdx]
        sub     rax, WINDOW_SHIFT - PAGE
        mov     rcx, KEY_15_HIGH << 32
        or      rax, rcx
        mov     ecx, 512
.page:
        mov     [rdi], rax
        add     rax, 1000h
        add     rdi, 8
        dec     ecx
        jnz     .page
        lea     rax, [rdx + WINDOW_TABLES + LINK]
        shr     rdx, 9                          ; the entry that refers to it, as distance from the first
        lea     rcx, [image + DIRECT + WINDOW_PDS]
        mov     [rcx + rdx], rax
        clc
.done:
        ret
