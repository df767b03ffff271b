; The instructions of scenarios, one stub of 16 bytes an operation and code-segment size, all in one page, which is mapped
; twice: for CPL 0 to 2, and with U/S for CPL 3. A stub gets RDI = a, RSI = b, RBX = the step, and RAX = 0 unless it has a
; value; it ends in INT 81H.

        section .stubs
        bits 64
%macro stub 1                   ; operation
        times (%1 << STUB_SHIFT)-($-$$) int3
%endmacro
%macro done 0
        int     END_OF_STEP
%endmacro

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
        stub    READ_CR_STUBS
        mov     rax, cr0
        done
        stub    READ_CR_STUBS + 1
        db      0Fh, 20h, 0C8h          ; MOV RAX, CR1, which is #UD
        done
        stub    READ_CR_STUBS + 2
        mov     rax, cr2
        done
        stub    READ_CR_STUBS + 3
        mov     rax, cr3
        done
        stub    READ_CR_STUBS + 4
        mov     rax, cr4
        done
        times (DATA-STUBS)-($-$$) int3
