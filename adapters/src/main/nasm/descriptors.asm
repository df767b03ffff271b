; GDT, TSS and IDT hold linear addresses, so each processor makes them anew whenever its base changes.

        section .text
        bits 64
; RBP: the page of this processor. Changes RAX, RCX, RDX, RSI, RDI.
load_descriptors:
        lea     rsi, [gdt_template]
        lea     rdi, [rbp + lp.gdt]
        mov     ecx, GDT_BYTES / 8
        cld
        rep movsq
        lea     rax, [rbp + lp.tss]
        mov     word [rbp + lp.gdt + TSS64 + 2], ax
        shr     rax, 16
        mov     [rbp + lp.gdt + TSS64 + 4], al
        mov     [rbp + lp.gdt + TSS64 + 7], ah
        shr     rax, 16
        mov     [rbp + lp.gdt + TSS64 + 8], eax
        lea     rax, [rbp + LP_BYTES]
        mov     [rbp + lp.tss + 24h], rax       ; IST1, because a step in compatibility mode has a stack of 32 bits
        lea     rax, [rbp + lp.fault_stack]
        mov     [rbp + lp.tss + 2Ch], rax       ; IST2
        mov     word [rbp + lp.tss + 66h], 68h ; no I/O permission bitmap
        mov     word [rbp + lp.table_pointer], GDT_BYTES - 1
        lea     rax, [rbp + lp.gdt]
        mov     [rbp + lp.table_base], rax
        lgdt    [rbp + lp.table_pointer]
        mov     eax, FLAT(0)
        mov     ss, eax
        mov     eax, FLAT(3)                    ; so that IRETQ to any CPL leaves them valid
        mov     ds, eax
        mov     es, eax
        lea     rdi, [rbp + lp.idt]
        lea     rsi, [exception_entries]
        xor     edx, edx                        ; DPL 0: INT n from a scenario is #GP
        mov     ecx, 32
.gate:
        call    write_gate
        add     rsi, EXCEPTION_ENTRY_BYTES
        dec     ecx
        jnz     .gate
        mov     byte [rbp + lp.idt + 8 * 16 + 4], 2      ; #DF
        lea     rdi, [rbp + lp.idt + END_OF_STEP * 16]
        lea     rsi, [step_ended]
        mov     edx, 3 << 13
        call    write_gate
        mov     word [rbp + lp.table_pointer], (END_OF_STEP + 1) * 16 - 1
        lea     rax, [rbp + lp.idt]
        mov     [rbp + lp.table_base], rax
        lidt    [rbp + lp.table_pointer]
        mov     eax, TSS64
        ltr     ax
        ret

; Interrupt gate at RDI for the handler RSI with DPL in bits 14:13 of EDX. RDI moves on.
write_gate:
        mov     rax, rsi
        mov     [rdi], ax
        mov     word [rdi + 2], CODE64(0)
        mov     word [rdi + 4], 8E01h           ; IST1
        or      word [rdi + 4], dx
        shr     rax, 16
        mov     [rdi + 6], ax
        shr     rax, 16
        mov     [rdi + 8], rax
        add     rdi, 16
        ret
