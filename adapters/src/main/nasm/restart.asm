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
        xor     eax, eax
        mov     [ebp + lp.cr2], eax             ; INIT clears CR2
        mov     [ebp + lp.cr2 + 4], eax
        mov     esi, [restart_target]
        jmp     [restart_routine]

; Done once
place_trampoline:
        mov     esi, trampoline
        mov     edi, TRAMPOLINE
        mov     ecx, TRAMPOLINE_BYTES
        cld
        rep movsb
        ret

        bits 64
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

; INIT and SIPI for the second processor: %1 points to the local APIC. Changes EAX.
%macro init_other_by_apic 1
        mov     dword [%1 + APIC_SPURIOUS], 1FFh
        mov     dword [%1 + APIC_ICR_HIGH], 0
        mov     dword [%1 + APIC_ICR], ICR_INIT_OTHERS
        mov     eax, 10000
  %%settle:
        pause
        dec     eax
        jnz     %%settle
        mov     dword [%1 + APIC_ICR], ICR_SIPI_OTHERS
%endmacro

; INIT or INIT_AND_BRING_UP of the first processor, RBX: the step
init_self:
        mov     ecx, init_arrived
        call    restart_where
        mov     dword [restart_page], PROCESSORS
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
; The same outside long mode, EBX: the step
init_self_32:
        mov     eax, bring_up
        cmp     byte [ebx + step.opcode], INIT
        jne     .chosen
        mov     eax, init_arrived
.chosen:
        mov     [restart_routine], eax
        mov     dword [restart_page], PROCESSORS
        call    apic_32
        init_by_bios edx, ecx
        jmp     $

; ECX := the local APIC, EDX := physical address 0, as they can be reached. Changes EAX.
apic_32:
        mov     ecx, LOCAL_APIC_PHYSICAL
        xor     edx, edx
        mov     eax, cr0
        test    eax, CR0_PG
        jz      .done
        mov     ecx, LOW_APIC
        mov     edx, LOW_FRAME_0
.done:
        ret

; The same of the second
init_other_32:
        mov     eax, bring_up
        cmp     byte [ebx + step.opcode], INIT
        jne     .chosen
        mov     eax, enter_home
.chosen:
        mov     [restart_routine], eax
        mov     dword [restart_page], OTHER
        mov     dword [restart_target], stay_in_real_mode
        call    apic_32
        mov     dword [OTHER + lp.command], COMMAND_START
        init_other_by_apic ecx
        jmp     await_other_32
        bits 64

; The same of the second
init_other:
        mov     ecx, enter_home
        mov     dword [restart_target], stay_in_real_mode
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

; Where the step RBX lets a processor go after the trampoline: ECX after INIT. Changes RAX.
restart_where:
        mov     eax, bring_up
        cmp     byte [rbx + step.opcode], INIT
        cmove   eax, ecx
        mov     [restart_routine], eax
        ret

; After INIT alone the second processor waits at home for INIT_AND_BRING_UP: it has no steps in real mode.
stay_in_real_mode:
        mov     byte [rbp + lp.in_real_mode], 1
        mov     rbx, [rbp + lp.current]
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
        mov     byte [rbp + lp.narrow_tss], 0
        mov     byte [rbp + lp.in_real_mode], 0
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
