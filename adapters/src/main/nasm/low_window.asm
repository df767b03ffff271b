; The low window: 2 MB at linear = physical address LOW_WINDOW for compatibility mode, 32-bit and PAE paging, where the
; agent's other linear addresses do not exist. The host chains it into the scenario's tables:
;
;   4-level, 5-level   word 1 of the table that covers linear addresses 0 to 512 GB   LOW_PD | 27H
;   PAE                word 1 of the page-directory-pointer table                      LOW_PD | 1
;   32-bit             doubleword 10EH of the page directory                           LOW_PT32 | 27H
;
; The pages up to LOW_LISTS are for the host, which fills their entries of LOW_PT (words) and LOW_PT32 (doublewords from
; 200H on) by words of the block. The agent's are the lists, the local APIC, frame 0 and the image, of which the first
; page makes room for the stubs of CPL 3.

        section .text
        bits 32
build_low_window:
        mov     dword [LOW_PD + ((LOW_WINDOW >> 21) & 1FFh) * 8], LOW_PT + LINK
        mov     esi, (LOW_LISTS >> 12) & 1FFh
        mov     eax, SCRATCH + PAGE
        call    .pages
        mov     eax, IMAGE + PAGE
        call    .pages
        mov     eax, LOCAL_APIC_PHYSICAL + PAGE + UNCACHED
        mov     esi, (LOW_APIC >> 12) & 1FFh
        call    .one
        mov     eax, PAGE
        call    .one
        mov     eax, STUBS + USER_PAGE
        mov     esi, (LOW_USER_STUBS >> 12) & 1FFh
.one:
        mov     ecx, 1
        jmp     .next
; the 16 pages from entry ESI on, the first of them EAX; ESI moves on
.pages:
        mov     ecx, 16
.next:
        mov     [LOW_PT + esi * 8], eax
        mov     [LOW_PT32 + 200h * 4 + esi * 4], eax
        add     eax, 1000h
        inc     esi
        loop    .next
        ret
