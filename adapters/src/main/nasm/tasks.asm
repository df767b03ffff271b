; The task register and SMI.
;
; The agent goes back to its own TSS after every LTR (in compatibility mode that takes bits 31:0 of the base only) and task
; switch. It remembers whether the TSS of the scenario was one of 16 bits: with that, MOV to CR0 must not enter long mode, so
; it is loaded again for every MOV to CR0.

SMI_PORT        equ 0B2h        ; of the chipset; the BIOS has put a handler there that returns

        section .text
        bits 64
; LTR: RDI 0 for 16 bits, else the width that fits the mode
load_task_register:
        lea     rax, [rbp + lp.tss]
        mov     word [rbp + lp.gdt + LTR_TSS], 67h
        mov     word [rbp + lp.gdt + LTR_TSS + 2], ax
        shr     rax, 16
        mov     [rbp + lp.gdt + LTR_TSS + 4], al
        mov     byte [rbp + lp.gdt + LTR_TSS + 6], 0
        mov     [rbp + lp.gdt + LTR_TSS + 7], ah
        shr     rax, 16
        mov     [rbp + lp.gdt + LTR_TSS + 8], eax
        mov     byte [rbp + lp.gdt + LTR_TSS + 5], 81h
        test    edi, edi
        jz      by_stub
        mov     byte [rbp + lp.gdt + LTR_TSS + 5], 89h
        test    byte [rbp + lp.state], 3        ; #GP
        jnz     by_stub
        mov     byte [rbp + lp.narrow_tss], 0
        jmp     by_stub

; LTR completed
own_task_register_again:
        call    load_descriptors
        mov     rbx, [rbp + lp.current]
        xor     eax, eax
        jmp     with_value

interrupt_for_management:
        cmp     dword [rbp + lp.number], 0
        jne     not_executable
        xor     eax, eax
        out     SMI_PORT, al
        times 8 pause
        xor     eax, eax
        jmp     with_value

        bits 32
interrupt_for_management_32:
        xor     eax, eax
        out     SMI_PORT, al
        times 8 pause
        jmp     without_value_32

load_task_register_32:
        push    ecx
        mov     ecx, 81h
        test    edi, edi
        jz      .narrow
        mov     ecx, 89h
.narrow:
        call    describe_ltr_tss
        pop     ecx
        jmp     by_stub_32

; LTR_TSS gets the type CL and the contents of the agent's own TSS. Changes EAX.
describe_ltr_tss:
        mov     eax, [ebp + lp.gdt + TSS32]
        mov     [ebp + lp.gdt + LTR_TSS], eax
        mov     eax, [ebp + lp.gdt + TSS32 + 4]
        mov     ah, cl
        mov     [ebp + lp.gdt + LTR_TSS + 4], eax
        ret

; Before a MOV to CR0 at CPL 0. Changes EAX.
narrow_task_register:
        cmp     dword [ebp + lp.narrow_tss], 0
        je      .done
        push    ecx
        mov     cl, 81h
        call    describe_ltr_tss
        pop     ecx
        mov     eax, LTR_TSS
        ltr     ax
.done:
        ret

; After a step that may have changed it. Changes nothing.
own_task_register:
        push    eax
        str     eax
        cmp     ax, TSS32
        je      .done
        call    load_descriptors_32
.done:
        pop     eax
        ret

; JMP to a TSS that holds the registers as the step has to find them, but for CR3 = EDI
task_switch_32:
        cmp     dword [ebp + lp.in_real_mode], 0
        jne     without_value_32                ; there it is a jump like others
        mov     edx, edi
        xor     eax, eax
        lea     edi, [ebp + lp.task_tss]
        push    ecx
        mov     ecx, 68h / 4
        cld
        rep stosd
        pop     ecx
        mov     [ebp + lp.task_tss + 1Ch], edx          ; CR3
        lea     eax, [ebp + LP_BYTES]
        mov     [ebp + lp.task_tss + 4], eax            ; ESP0, SS0
        mov     dword [ebp + lp.task_tss + 8], FLAT(0)
        mov     eax, [ebp + lp.stubs]
        add     eax, TASK_ARRIVED << STUB_SHIFT
        mov     [ebp + lp.task_tss + 20h], eax          ; EIP
        mov     eax, [ebp + lp.rflags]
        mov     [ebp + lp.task_tss + 24h], eax          ; EFLAGS
        mov     eax, [ebp + lp.rsp]
        mov     [ebp + lp.task_tss + 38h], eax          ; ESP
        mov     eax, FLAT(3)
        mov     [ebp + lp.task_tss + 48h], eax          ; ES
        mov     [ebp + lp.task_tss + 54h], eax          ; DS
        mov     eax, [ebp + lp.cs]
        mov     [ebp + lp.task_tss + 4Ch], eax
        mov     eax, [ebp + lp.ss]
        mov     [ebp + lp.task_tss + 50h], eax
        mov     dword [ebp + lp.task_tss + 64h], 68h << 16      ; no I/O permission bitmap
        lea     eax, [ebp + lp.task_tss]
        mov     [ebp + lp.gdt + TASK_TSS + 2], ax
        shr     eax, 16
        mov     [ebp + lp.gdt + TASK_TSS + 4], al
        mov     byte [ebp + lp.gdt + TASK_TSS + 5], 0E9h
        mov     [ebp + lp.gdt + TASK_TSS + 7], ah
        jmp     by_stub_32

; LTR or a task switch ended; EBX: the step
task_register_loaded:
        xor     eax, eax
        cmp     ecx, OP_LTR
        jne     .wide
        cmp     dword [ebx + step.a], 0
        sete    al
.wide:
        mov     [ebp + lp.narrow_tss], eax
        call    own_task_register
        jmp     without_value_32
