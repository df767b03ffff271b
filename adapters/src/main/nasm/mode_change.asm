; Starts outside 64-bit mode, and what MOV CR0 does to the mode. Code that runs with either of two modes lies at
; linear = physical addresses.

        section .text
        bits 64
; As load_registers, for a start without paging or without long mode. RSI: struct start
load_legacy:
        cmp     dword [rbp + lp.number], 0
        mov     eax, STEP_NOT_DONE
        jne     block_failed
        test    byte [rsi + start.state], 18h
        jz      block_failed
        mov     esi, esi
        leave_long_mode
        call    load_descriptors_32
.begin:
        mov     ecx, MSR_EFER
        mov     eax, [esi + start.efer]
        and     eax, ~EFER_LMA
        mov     edx, [esi + start.efer + 4]
        wrmsr
        mov     eax, [esi + start.cr4]
        mov     cr4, eax
        mov     eax, [esi + start.cr3]
        mov     cr3, eax
        mov     eax, [esi + start.cr2]
        mov     cr2, eax
        mov     [ebp + lp.cr2], eax
        and     dword [ebp + lp.cr2 + 4], 0
        mov     edi, [esi + start.state]
        mov     eax, [esi + start.cr0]
        mov     edx, eax
        not     edx
        and     edx, CR0_PE
        mov     [ebp + lp.in_real_mode], edx
        and     dword [ebp + lp.narrow_tss], 0
        or      al, CR0_PE                      ; which real mode clears for each step
        mov     cr0, eax
.loaded:
        mov     eax, edi
        call    set_state_32
        mov     ebx, [ebp + lp.current]
        jmp     next_step_32

; After a MOV to CR0 outside 64-bit code, at CPL 0
mode_changed:
        mov     ecx, MSR_EFER
        rdmsr
        mov     ecx, eax
        mov     ebp, PROCESSORS
        mov     edx, ss
        cmp     edx, REAL_STACK
        je      .found                          ; from real mode, where only the first processor has steps
        this_processor_32
.found:
        mov     eax, FLAT(0)
        mov     ss, eax
        lea     esp, [ebp + LP_STACK]
        and     dword [ebp + lp.in_real_mode], 0
        test    ecx, EFER_LMA
        jnz     .long
        call    load_descriptors_32
        mov     eax, [ebp + lp.state]
        call    set_state_32
        mov     ebx, [ebp + lp.current]
        jmp     without_value_32
.long:
        mov     esi, .high
        jmp     CODE64(0):to_high_half
        bits 64
.high:
        mov     eax, [rbp + lp.state]
        call    set_state
        mov     rbx, [rbp + lp.current]
        xor     eax, eax
        jmp     with_value
