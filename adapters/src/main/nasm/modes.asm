; Into 64-bit mode, and between 4-level and 5-level paging.

; Out of 64-bit mode, to 32-bit code without paging. Changes EAX; bits 31:0 of the agent's addresses are physical.
%macro leave_long_mode 0
        push    CODE32(0)
        lea     rax, [%%compatibility]
        mov     eax, eax
        push    rax
        retfq
        bits 32
%%compatibility:
        lgdt    [gdt_template_pointer]
        mov     eax, cr0
        and     eax, ~CR0_PG
        mov     cr0, eax
%endmacro

        section .text
        bits 32
; Without paging: into 64-bit mode at home, to the routine at physical address ESI, for the processor whose page is at
; physical address EBP.
enter_home:
        mov     eax, [home_cr4]
        mov     cr4, eax
        mov     eax, [home_root]
        mov     cr3, eax
        mov     ecx, MSR_EFER
        rdmsr
        or      eax, EFER_LME
        wrmsr
        lgdt    [gdt_template_pointer]
        mov     eax, CR0_HOME
        mov     cr0, eax
        jmp     CODE64(0):to_high_half
        bits 64
; From linear = physical addresses to the linear addresses of the agent that the depth of paging gives it: to the routine
; whose address has bits 31:0 in ESI. EBP likewise: the page of this processor.
to_high_half:
        mov     rdx, BASE4
        mov     rax, cr4
        test    eax, CR4_LA57
        jz      .based
        mov     rdx, BASE5
.based:
        lea     rcx, [.high]
        add     rcx, rdx
        jmp     rcx
.high:
        mov     ebp, ebp
        add     rbp, rdx
        lea     rsp, [rbp + LP_STACK]
        mov     esi, esi
        add     rsi, rdx
        push    rsi
        mov     eax, [rbp + lp.current]
        add     rax, rdx
        mov     [rbp + lp.current], rax
        jmp     load_descriptors

; At home: the other depth of paging, which can be reached only without paging, becomes home. Goes on to the routine at RSI.
change_depth:
        xor     dword [home_depth], STARTS_5_LEVEL
        xor     dword [home_cr4], CR4_LA57
        xor     dword [home_root], HOME4 ^ HOME5
        cmp     byte [other_runs], 0
        je      leave_home
        mov     eax, COMMAND_DEPTH
        call    command_other
; At home: out of 64-bit mode and back to home as it is by now. RBP: the page of this processor.
leave_home:
        mov     esi, esi                ; bits 31:0 of the agent's addresses are physical
        leave_long_mode
        jmp     enter_home
        bits 64
