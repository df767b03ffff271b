; The second processor. It does what the first one writes into its page and clears the command when it has; between
; commands it waits in whatever address space and register state its last step left.

COMMAND_START   equ 1           ; go where restart_routine says; given by INIT and SIPI
COMMAND_LOAD    equ 2           ; .argument: struct start
COMMAND_STEP    equ 3           ; .current to .end
COMMAND_HOME    equ 4
COMMAND_DEPTH   equ 5

OTHER           equ PROCESSORS + LP_BYTES
PATIENCE        equ 30000000    ; rounds until the second processor is given up; a few seconds

LOCAL_APIC_PHYSICAL equ 0FEE00000h
APIC_ID         equ 20h
APIC_SPURIOUS   equ 0F0h
APIC_ICR        equ 300h
APIC_ICR_HIGH   equ 310h
ICR_INIT_OTHERS equ 0C4500h
ICR_SIPI_OTHERS equ 0C4600h + (TRAMPOLINE >> 12)
ICR_INIT        equ 04500h      ; to the processor that APIC_ICR_HIGH names

        section .text
        bits 64
; At home: starts the second processor. Carry: it did not come. Changes RAX, RCX, RDX, RSI, RDI.
start_other:
        mov     dword [restart_page], OTHER
        mov     dword [restart_routine], enter_home
        mov     dword [restart_target], await_command.done
        lea     rdx, [image + OTHER - IMAGE]
        mov     dword [rdx + lp.number], 1
        mov     eax, COMMAND_START
        mov     [rdx + lp.command], rax
        call    restart_other
        call    await_other
        setnc   [other_runs]
        ret

; INIT and SIPI for the second processor. Changes RAX, RCX.
restart_other:
        lea     rcx, [image + LOCAL_APIC]
        init_other_by_apic rcx
        ret

; Lets the second processor, which is at home, wait for a SIPI: what waits for a command takes as much of an emulator's time
; as what executes steps. Changes RAX, RCX.
park_other:
        cmp     byte [other_runs], 0
        je      .done
        mov     byte [other_runs], 0
        lea     rcx, [image + LOCAL_APIC]
        mov     dword [rcx + APIC_ICR_HIGH], 0
        mov     dword [rcx + APIC_ICR], ICR_INIT_OTHERS
.done:
        ret

; Gives the second processor the command EAX and awaits its end. Carry: it did not answer, or failed, and EAX is what the
; block ends with. Changes RAX, RCX, RDX.
command_other:
        lea     rdx, [image + OTHER - IMAGE]
        and     dword [rdx + lp.failure], 0
        mov     [rdx + lp.command], rax
await_other:
        mov     ecx, PATIENCE
.again:
        pause
        cmp     qword [rdx + lp.command], 0
        je      .answered
        dec     ecx
        jnz     .again
        mov     byte [other_runs], 0
        mov     eax, STEP_NOT_DONE
        stc
        ret
.answered:
        mov     eax, [rdx + lp.failure]
        cmp     eax, 1
        cmc
        ret

; On the second processor
command_failed:                 ; EAX: what the block ends with
        mov     [rbp + lp.failure], eax
await_command:
.done:
        this_processor
        and     qword [rbp + lp.command], 0
.again:
        pause
        mov     rax, [rbp + lp.command]
        cmp     eax, COMMAND_START              ; its answer is being started, not this
        jbe     .again
        mov     rsi, [rbp + lp.argument]
        mov     ebx, [rbp + lp.current]         ; bits 31:0: the first processor may have another base
        lea     rdx, [image + DIRECT]
        add     rbx, rdx
        cmp     eax, COMMAND_STEP
        je      next_step
        cmp     eax, COMMAND_LOAD
        je      load_registers
        cmp     eax, COMMAND_HOME
        je      go_home
        lea     rsi, [.done]                    ; COMMAND_DEPTH
        jmp     leave_home

; On the first: RBX is a step of another processor.
of_another_processor:
        cmp     eax, 1
        jne     not_executable
        cmp     byte [other_runs], 0
        je      not_executable
        movzx   ecx, byte [rbx + step.opcode]
        lea     rdx, [image + OTHER - IMAGE]
        mov     [rdx + lp.current], rbx
        lea     eax, [rbx + (1 << STEP_SHIFT)]
        mov     [rdx + lp.end], eax
        cmp     ecx, INIT
        je      init_other
        cmp     ecx, INIT_AND_BRING_UP
        je      init_other
        cmp     byte [rdx + lp.in_real_mode], 0
        jne     not_executable
        mov     eax, COMMAND_STEP
        call    command_other
        jnc     step_done
        jmp     block_failed
