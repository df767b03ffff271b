; The registers a processor starts a scenario with, loaded from home in an order that every processor accepts and that
; leaves no translation cached: CR3 by a value with bits 11:0 clear while PCIDE is 0 (SDM 4.10.1), PCIDE after that, PGE
; last, because setting it empties the TLBs, and CR0 after everything that wants its WP as home has it.

        section .text
        bits 64
; RSI: struc start in the direct map. RBP: the page of this processor. Goes on to the first step, or ends the
; command.
load_registers:
        mov     edi, [rsi + start.valid]
        bt      edi, HAS_PKRS
        jnc     .no_pkrs
        mov     ecx, MSR_PKRS
        mov     eax, [rsi + start.pkrs]
        xor     edx, edx
        wrmsr
.no_pkrs:
        bt      edi, HAS_PKRU
        jnc     .no_pkru
        mov     rax, cr4
        or      rax, CR4_PKE                    ; WRPKRU wants it
        mov     cr4, rax
        mov     eax, [rsi + start.pkru]
        xor     ecx, ecx
        xor     edx, edx
        wrpkru
.no_pkru:
        test    dword [rsi + start.cr0], CR0_PG
        jz      load_legacy
        test    dword [rsi + start.efer], EFER_LME
        jz      load_legacy
        mov     r8, [rsi + start.cr0]           ; all of it now: the direct map is not to be touched after MOV CR3
        mov     r9, [rsi + start.cr2]
        mov     r10, [rsi + start.cr3]
        mov     r11, [rsi + start.cr4]
        mov     r12d, [rsi + start.state]
        mov     eax, [rsi + start.efer]
        mov     edx, [rsi + start.efer + 4]
        or      eax, EFER_LMA
        mov     ecx, MSR_EFER
        wrmsr
        mov     rax, r10
        btr     rax, 63
        and     rax, -1000h
        mov     cr3, rax
        mov     rax, r11
        and     rax, ~(CR4_PCIDE | CR4_PGE)
        mov     cr4, rax
        bt      r11, 17                         ; PCIDE
        jnc     .no_pcide
        or      rax, CR4_PCIDE
        mov     cr4, rax
.no_pcide:
        mov     cr3, r10
        mov     cr4, r11
        mov     cr0, r8
        mov     cr2, r9
.loaded:
        mov     byte [rbp + lp.in_real_mode], 0
        mov     byte [rbp + lp.narrow_tss], 0
        mov     [rbp + lp.cr2], r9
        mov     eax, r12d
        call    set_state
        cmp     dword [rbp + lp.number], 0
        jne     await_command.done
        mov     rbx, [rbp + lp.current]
        jmp     next_step

; What IRET takes for a state: EAX as below, in a page at register %1, written by way of RDX or EDX. Leaves CPL in ECX and
; the code segment in bits 4:3 of EAX.
%macro note_state 2
        mov     [%1 + lp.state], eax
        mov     ecx, eax
        and     ecx, 3                          ; CPL
        mov     edx, eax
        and     edx, 4
        shl     edx, 18 - 2                     ; AC
        or      edx, 2
        mov     [%1 + lp.rflags], %2
        imul    edx, ecx, CODE64(1) - CODE64(0)
        add     edx, FLAT(0)
        mov     [%1 + lp.ss], %2
        sub     edx, FLAT(0) - CODE64(0)
        and     eax, 18h
        add     edx, eax                        ; 8 bytes a descriptor
        mov     [%1 + lp.cs], %2
%endmacro

; EAX: CPL in bits 1:0, EFLAGS.AC in bit 2, code segment in bits 4:3. Changes RAX, RCX, RDX.
set_state:
        note_state rbp, rdx
        test    eax, eax
        jnz     .low
        lea     rax, [rbp + LP_STACK]
        mov     [rbp + lp.rsp], rax
        lea     rax, [image + STUBS - IMAGE]
        lea     rdx, [image + USER_STUBS]
        cmp     ecx, 3
        cmove   rax, rdx
        mov     [rbp + lp.stubs], rax
        ret
.low:                                           ; 32-bit and 16-bit code sees the low window only
        shl     eax, 10 - 3                     ; STUB_SET
        cmp     ecx, 3
        mov     ecx, STUBS
        mov     edx, LOW_USER_STUBS
        cmove   ecx, edx
        add     eax, ecx
        mov     [rbp + lp.stubs], rax
        lea     rax, [rbp + LP_STACK]
        mov     eax, eax
        mov     [rbp + lp.rsp], rax
        ret
