; IMPLICIT_LOAD: the processor reads 8 bytes for itself, as a segment descriptor. The local descriptor table begins at the
; address, MOV to FS takes its first descriptor, and the base of FS tells what was there: bits 39:16 and 63:56 of the word.
;
; The word has to be a descriptor that FS may hold at CPL 3 and that needs no accessed bit set: byte 5 is one of F1H, F3H, F5H,
; F7H, FBH and FFH. With another the step is #GP(4) or #NP(4), or the processor writes the word.

LDT_SELECTOR    equ 7           ; the first of the LDT, RPL 3

        section .text
        bits 64
; RDI: the address
implicit_load:
        mov     cl, 64 - 48
        mov     rdx, cr4
        test    edx, CR4_LA57
        jz      .width
        mov     cl, 64 - 57
.width:
        mov     rdx, rdi
        shl     rdx, cl
        sar     rdx, cl
        cmp     rdx, rdi                ; LLDT would be #GP, not the load
        jne     not_executable
        mov     [rbp + lp.gdt + LDT + 2], di
        shr     rdi, 16
        mov     [rbp + lp.gdt + LDT + 4], dil
        mov     rax, rdi
        mov     [rbp + lp.gdt + LDT + 7], ah
        shr     rdi, 16
        mov     [rbp + lp.gdt + LDT + 8], edi
        mov     eax, LDT
        lldt    ax
        mov     ecx, IMPLICIT_LOAD
        jmp     by_stub

implicitly_loaded:
        mov     ecx, MSR_FS_BASE
        rdmsr
        jmp     with_value

        bits 32
implicit_load_32:
        cmp     dword [ebp + lp.in_real_mode], 0
        jne     not_executable_32               ; no descriptors there
        mov     eax, edi
        mov     [ebp + lp.gdt + LDT + 2], ax
        shr     eax, 16
        mov     [ebp + lp.gdt + LDT + 4], al
        mov     [ebp + lp.gdt + LDT + 7], ah
        mov     eax, LDT
        lldt    ax
        jmp     by_stub_32

implicitly_loaded_32:
        mov     ecx, MSR_FS_BASE
        rdmsr
        xor     edx, edx
        jmp     with_value_32
