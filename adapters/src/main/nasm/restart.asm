; INIT. A processor begins again in real mode, the second one where the SIPI says, the first one in the BIOS, which goes
; on at the address in 40:67H because of shutdown code 0AH. Both come to the trampoline and from there to 32-bit code
; without paging, at the routine in restart_routine.
;
; INIT_AND_BRING_UP departs from the sequence that the scenario names in one thing: paging is turned on with the agent's
; own root, which maps this code, and the root of the scenario is loaded in 64-bit mode, while PGE is 0. That is one more
; MOV CR3 than the scenario has, after a MOV CR0 that changed PG and CR4.PAE.

        section .text
trampoline:                     ; copied to TRAMPOLINE
        bits 16
        cli
        o32 lgdt [cs:.pointer - trampoline]
        mov     eax, cr0
        or      al, CR0_PE
        mov     cr0, eax
        jmp     dword CODE32(0):restarted
        align 4
.pointer:
        dw      GDT_BYTES - 1
        dd      gdt_template
TRAMPOLINE_BYTES equ $ - trampoline

        bits 32
restarted:
        mov     eax, FLAT(0)
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     ebp, [restart_page]
        mov     esi, [restart_target]
        jmp     [restart_routine]

        bits 64
; Changes RAX, RCX, RSI, RDI.
place_trampoline:
        lea     rsi, [trampoline]
        lea     rdi, [image + WINDOW + TRAMPOLINE]
        mov     ecx, TRAMPOLINE_BYTES
        cld
        rep movsb
        ret

BIOS_POINTER    equ 467h
CMOS_SHUTDOWN   equ 0Fh
JUMP_BY_POINTER equ 0Ah

; INIT for the processor itself, by way of the BIOS: %1 points to physical address 0, %2 to the local APIC. Changes EAX.
%macro init_by_bios 2
        mov     eax, [%1 + BIOS_POINTER]
        mov     [bios_pointer_was], eax
        mov     dword [%1 + BIOS_POINTER], TRAMPOLINE << 12     ; segment TRAMPOLINE >> 4, offset 0
        mov     al, CMOS_SHUTDOWN
        out     70h, al
        mov     al, JUMP_BY_POINTER
        out     71h, al
        mov     dword [%2 + APIC_SPURIOUS], 1FFh
        mov     eax, [%2 + APIC_ID]
        mov     [%2 + APIC_ICR_HIGH], eax
        mov     dword [%2 + APIC_ICR], ICR_INIT
%endmacro

; INIT or INIT_AND_BRING_UP of the first processor, RBX: the step
init_self:
        call    restart_where
        mov     dword [restart_page], PROCESSORS
        call    place_trampoline
        lea     rdx, [image + WINDOW]
        lea     rcx, [image + LOCAL_APIC]
        init_by_bios rdx, rcx
        mov     ecx, PATIENCE
.wait:
        pause
        dec     ecx
        jnz     .wait
        lea     rdx, [image + WINDOW + BIOS_POINTER]
        mov     eax, [bios_pointer_was]
        mov     [rdx], eax
        jmp     not_executable

        bits 32
; The same where there is no 64-bit mode. The local APIC is not in the low window, so paging goes first, and with it what
; INIT should take away.
init_self_32:
        mov     eax, cr0
        and     eax, ~CR0_PG
        mov     cr0, eax
        mov     eax, bring_up
        cmp     byte [ebx + step.opcode], INIT
        jne     .chosen
        mov     eax, enter_home
.chosen:
        mov     [restart_routine], eax
        mov     dword [restart_target], stay_in_real_mode
        mov     dword [restart_page], PROCESSORS
        mov     esi, trampoline
        mov     edi, TRAMPOLINE
        mov     ecx, TRAMPOLINE_BYTES
        cld
        rep movsb
        xor     edx, edx
        mov     ecx, LOCAL_APIC_PHYSICAL
        init_by_bios edx, ecx
        jmp     $
        bits 64

; The same of the second
init_other:
        call    restart_where
        mov     dword [restart_page], OTHER
        lea     rdx, [image + OTHER - IMAGE]
        and     dword [rdx + lp.failure], 0
        mov     eax, COMMAND_START
        mov     [rdx + lp.command], rax
        call    restart_other
        lea     rdx, [image + OTHER - IMAGE]
        call    await_other
        jnc     step_done
        jmp     block_failed

; Where the step RBX lets a processor go after the trampoline. Changes RAX.
restart_where:
        mov     eax, bring_up
        cmp     byte [rbx + step.opcode], INIT
        jne     .chosen
        mov     eax, enter_home
.chosen:
        mov     [restart_routine], eax
        mov     dword [restart_target], stay_in_real_mode
        ret

; After INIT alone the processor waits at home for INIT_AND_BRING_UP: there are no steps in real mode.
stay_in_real_mode:
        call    repair_bios_pointer
        mov     byte [rbp + lp.in_real_mode], 1
        mov     rbx, [rbp + lp.current]
        lea     eax, [rbx + (1 << STEP_SHIFT)]
        mov     [rbp + lp.end], eax
        xor     eax, eax
        jmp     with_value

        bits 32
; 32-bit code without paging; EBP: physical address of the page of this processor
bring_up:
        mov     ebx, [ebp + lp.current]         ; bits 31:0 are physical
        mov     eax, CR4_PAE
        mov     cr4, eax
        mov     eax, HOME4
        mov     cr3, eax
        mov     ecx, MSR_EFER
        mov     eax, EFER_LME
        test    byte [ebx + step.c], 1          ; NX exists
        jz      .no_nx
        or      eax, EFER_NXE
.no_nx:
        xor     edx, edx
        wrmsr
        mov     eax, CR0_HOME
        mov     cr0, eax
        mov     esi, brought_up
        jmp     CODE64(0):to_high_half

        bits 64
brought_up:
        call    repair_bios_pointer
        mov     byte [rbp + lp.in_real_mode], 0
        cmp     dword [rbp + lp.number], 0
        jne     .one_step
        mov     eax, [steps_end]
        mov     [rbp + lp.end], eax
.one_step:
        mov     rbx, [rbp + lp.current]
        xor     eax, eax
        call    set_state
        mov     rcx, [rbx + step.a]
        shl     rcx, 12
        mov     cr3, rcx
        test    byte [rbx + step.c], 2          ; PCIDs exist
        jz      .done
        mov     eax, CR4_PAE | CR4_PCIDE
        mov     cr4, rax
        mov     rax, [rbx + step.b]
        test    eax, eax
        jz      .done
        or      rcx, rax
        bts     rcx, 63
        mov     cr3, rcx
.done:
        xor     eax, eax
        jmp     with_value

; What the BIOS needed of frame 0 goes back to the scenario. Changes RAX, RDX.
repair_bios_pointer:
        cmp     dword [rbp + lp.number], 0
        jne     .done
        lea     rdx, [image + WINDOW + BIOS_POINTER]
        mov     eax, [bios_pointer_was]
        mov     [rdx], eax
.done:
        ret

; Steps ended early because the first processor is in real mode: only another INIT lets it go on. RBX: the next step
next_in_real_mode:
        cmp     byte [rbx + step.processor], 0
        jne     .of_another
        movzx   eax, byte [rbx + step.opcode]
        cmp     eax, INIT
        je      .again
        cmp     eax, INIT_AND_BRING_UP
        jne     not_executable
.again:
        mov     [rbp + lp.current], rbx
        jmp     init_self
.of_another:                                    ; one at a time
        lea     eax, [rbx + (1 << STEP_SHIFT)]
        mov     [rbp + lp.end], eax
        jmp     next_step
