; Exceptions. Those of a step are its outcome; those of the agent itself are page faults of the window, which is filled
; on demand, a start that cannot be loaded, or the end of the run.

EXCEPTION_ENTRY_BYTES equ 16

        section .text
        bits 64
        align 16
exception_entries:
%assign vector 0
%rep 32
        align   EXCEPTION_ENTRY_BYTES
  %if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 30)
        push    0
  %endif
        push    vector
        jmp     near exception
  %assign vector vector + 1
%endrep

struc frame                     ; what is on the stack, below it one saved register
  .rcx:           resq 1
  .vector:        resq 1
  .error:         resq 1
  .rip:           resq 1
endstruc
        align 16
exception:
        push    rcx
        lea     rcx, [image]
        neg     rcx
        add     rcx, [rsp + frame.rip]
        cmp     rcx, TEXT_BYTES
        jb      of_agent
        this_processor
        mov     eax, [rsp + frame.vector]
        mov     edx, [rsp + frame.error]
        jmp     step_faulted

of_agent:                       ; RCX: where in the image
        push    rax
        push    rdx
        push    rdi
        cmp     byte [rsp + 24 + frame.vector], 14
        jne     .no_window
        push    rcx
        mov     rax, cr2
        call    fill_window
        pop     rcx
        jc      .no_window
        mov     rdx, rsp
        and     rdx, -LP_BYTES
        mov     rax, [rdx + lp.cr2]             ; which the page fault changed
        mov     cr2, rax
        pop     rdi
        pop     rdx
        pop     rax
        pop     rcx
        add     rsp, 16
        iretq
.no_window:
        mov     eax, START_NOT_LOADED
        cmp     rcx, load_registers - image
        jb      fatal
        cmp     rcx, load_registers.loaded - image
        jae     fatal
        this_processor
        lea     rsp, [rbp + LP_STACK]
        jmp     block_failed

fatal:
        add     rsp, 24
        mov     rax, [rsp + frame.vector]
        mov     [fatal_vector], rax
        mov     rax, [rsp + frame.error]
        mov     [fatal_error], rax
        mov     rax, [rsp + frame.rip]
        mov     [fatal_rip], rax
.from_32:
        say     10, "@@FATAL "
        mov     rax, [fatal_vector]
        call    print_hex
        mov     rax, [fatal_error]
        call    print_hex
        mov     rax, cr2
        call    print_hex_long
        mov     rax, [fatal_rip]
        call    print_hex_long
        mov     al, 10
        call    put
        jmp     power_off
