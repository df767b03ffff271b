; The instructions of scenarios, one stub of 16 bytes an operation and code-segment size, all in one page, which is mapped
; for CPL 0 to 2 and again, with U/S, for CPL 3, both high and low. A stub ends in INT 81H.
;
; In 64-bit code RDI = a, RSI = b, RBX = the step, and RAX, 0 before, becomes the value. Outside it EDI = a, ECX:ESI = b,
; EBX = the step, and EDX:EAX, 0 before, becomes the value; 8 bytes are accessed 4 by 4, the low ones first.

        section .stubs
%macro stub 1                   ; operation
        times first + (%1 << STUB_SHIFT)-($-$$) int3
%endmacro
%macro done 0
        int     END_OF_STEP
%endmacro

; MOV from CR0 to CR4 into EAX, or RAX
%macro read_cr_stubs 0
  %assign register 0
  %rep 5
        stub    READ_CR_STUBS + register
        db      0Fh, 20h, 0C0h + register * 8   ; CR1 is #UD
        done
    %assign register register + 1
  %endrep
%endmacro

        bits 64
%assign first 0
        stub    LOAD
        mov     rax, [rdi]
        done
        stub    STORE
        mov     [rdi], rsi
        done
        stub    FETCH
        jmp     rdi
        stub    EXCHANGE
        mov     rax, rsi
        xchg    [rdi], rax
        done
        stub    SPLIT_LOAD
        mov     rax, [rdi]
        done
        stub    SPLIT_STORE
        mov     [rdi], rsi
        done
        stub    MOV_CR0
        mov     cr0, rdi
        done
        stub    MOV_CR3
        mov     cr3, rdi
        done
        stub    MOV_CR4
        mov     cr4, rdi
        done
        stub    OP_WRMSR
        mov     ecx, edi
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        wrmsr
        done
        stub    OP_RDMSR
        mov     ecx, edi
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        done
        stub    MTRR
        mov     ecx, MSR_MTRR_DEF_TYPE
        rdmsr
        wrmsr
        done
        stub    OP_LMSW
        lmsw    di
        done
        stub    OP_WRPKRU
        xor     ecx, ecx
        xor     edx, edx
        mov     eax, edi
        wrpkru
        done
        stub    OP_RDPKRU
        xor     ecx, ecx
        rdpkru
        done
        stub    OP_INVLPG
        invlpg  [rdi]
        done
        stub    OP_INVPCID
        invpcid rdi, [rbx + step.b]     ; the descriptor is b and c of the step
        done
        stub    OP_LTR
        mov     eax, LTR_TSS
        ltr     ax
        xor     eax, eax
        done
        stub    TASK_SWITCH             ; #GP
        jmp     far dword [task_pointer]
        align   8, int3                 ; lest it is #AC
task_pointer:
        dd      0
        dw      TASK_TSS
        stub    IMPLICIT_LOAD
        mov     eax, LDT_SELECTOR
        mov     fs, eax
        done
        read_cr_stubs

%macro narrow_stubs 1           ; 32 or 16
        bits %1
  %assign first first + STUB_SET
        stub    LOAD
        mov     eax, [edi]
        mov     edx, [edi + 4]
        done
        stub    STORE
        mov     [edi], esi
        mov     [edi + 4], ecx
        done
        stub    FETCH
        jmp     edi
        stub    EXCHANGE                ; the first finds out what is there, by an access of the same kind: no word holds what
        mov     ebx, esi                ; it compares with, 0FFFF_FFFFH
        dec     eax
        cmpxchg8b [edi]
        lock cmpxchg8b [edi]
        done
        stub    SPLIT_LOAD
        mov     eax, [edi]
        mov     edx, [edi + 4]
        done
        stub    SPLIT_STORE
        mov     [edi], esi
        mov     [edi + 4], ecx
        done
        stub    MOV_CR0
        mov     cr0, edi
        jmp     dword CODE32(0):mode_changed    ; perhaps
        stub    MOV_CR3
        mov     cr3, edi
        done
        stub    MOV_CR4
        mov     cr4, edi
        done
        stub    OP_WRMSR
        mov     edx, ecx
        mov     eax, esi
        mov     ecx, edi
        wrmsr
        done
        stub    OP_RDMSR
        mov     ecx, edi
        rdmsr
        done
        stub    MTRR
        mov     ecx, MSR_MTRR_DEF_TYPE
        rdmsr
        wrmsr
        done
        stub    OP_LMSW
        lmsw    di
        done
        stub    OP_WRPKRU
        xor     ecx, ecx
        xor     edx, edx
        mov     eax, edi
        db      0Fh, 01h, 0EFh          ; WRPKRU, which NASM knows in 64-bit code only
        done
        stub    OP_RDPKRU
        xor     ecx, ecx
        db      0Fh, 01h, 0EEh          ; RDPKRU
        done
        stub    OP_INVLPG
        invlpg  [edi]
        done
        stub    OP_INVPCID
        invpcid edi, [ebx + step.b]
        done
        stub    OP_LTR
        mov     ax, LTR_TSS
        ltr     ax
        xor     eax, eax
        done
        stub    TASK_SWITCH
        jmp     TASK_TSS:0
        stub    IMPLICIT_LOAD
        mov     eax, LDT_SELECTOR
        mov     fs, eax
        done
        stub    STORE_WHOLE
        movd    mm0, esi
        movd    mm1, ecx
        punpckldq mm0, mm1
        movq    [edi], mm0
        done
        stub    TASK_ARRIVED
        done
        stub    LMSW_OUT
        lmsw    di
        jmp     dword CODE32(0):mode_changed
        stub    STAY_IN_REAL
        mov     cr0, edi
        done
        read_cr_stubs
%endmacro
        narrow_stubs 32
        narrow_stubs 16
        times (DATA-STUBS)-($-$$) int3
