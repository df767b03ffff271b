; Steps in real mode, on the first processor. Between them the agent is in protected mode without paging (legacy.asm); for
; the step itself PE is cleared. The code segment, whose base lies where no real-mode segment could, and the data segments of
; 4 GB stay in force because nothing loads them again; the stack is 16 bits wide and lies in the page of the processor.
; Interrupts go through a vector table in REAL_VECTORS to code in REAL_CODE, which sets PE again.

REAL_VECTORS    equ 9000h
REAL_CODE       equ 9400h
REAL_ENTRY_BYTES equ 8
STAY_IN_REAL    equ 55          ; stubs of MOV CR0 that leaves PE = 0
LMSW_OUT        equ 54          ; and of LMSW that sets it

        section .text
        bits 32
; As by_stub_32. ECX: the stub
by_real_stub:
        lidt    [real_pointer]
        mov     eax, REAL_STACK
        mov     ss, eax
        mov     esp, PROCESSORS - IMAGE + LP_STACK
        shl     ecx, STUB_SHIFT
        lea     ebp, [ecx + STUBS - IMAGE + 2 * STUB_SET]
        mov     ecx, [ebx + step.b + 4]
        jmp     REAL_CODE_SEGMENT:.leave - image
        bits 16
.leave:
        mov     eax, cr0
        and     al, ~CR0_PE
        mov     cr0, eax
        xor     eax, eax
        xor     edx, edx
        jmp     bp

; Copied to REAL_CODE
real_entries:
%macro protected_again 1
        mov     ebp, cr0
        or      bp, CR0_PE
        mov     cr0, ebp
        jmp     dword CODE32(0):%1
%endmacro
%assign vector 0
%rep 32
        push    vector
        jmp     near .exception
        times (vector + 1) * REAL_ENTRY_BYTES - ($ - real_entries) int3
  %assign vector vector + 1
%endrep
.exception:
        protected_again real_step_faulted
.ended:
        protected_again real_step_ended
REAL_CODE_BYTES equ $ - real_entries

        bits 32
real_step_ended:
        mov     ebp, FLAT(0)
        mov     ss, ebp
        mov     esp, PROCESSORS + LP_STACK
        lidt    [idt32_pointer]
        jmp     step_ended_32

real_step_faulted:              ; the vector is on the stack; there are no error codes
        movzx   eax, word [esp]
        mov     ebp, FLAT(0)
        mov     ss, ebp
        mov     esp, PROCESSORS + LP_STACK
        lidt    [idt32_pointer]
        this_processor_32
        xor     edx, edx
        jmp     step_faulted_32

; Done once
build_real_mode:
        mov     esi, real_entries
        mov     edi, REAL_CODE
        mov     ecx, REAL_CODE_BYTES
        cld
        rep movsb
        mov     edi, REAL_VECTORS
        mov     eax, REAL_CODE << 12            ; segment REAL_CODE >> 4
        mov     ecx, 32
.vector:
        stosd
        add     eax, REAL_ENTRY_BYTES
        loop    .vector
        mov     dword [REAL_VECTORS + END_OF_STEP * 4], REAL_CODE << 12 | (real_entries.ended - real_entries)
        ret

; MOV CR0 at CPL 0: EDI the value
mov_cr0_32:
        test    byte [ebp + lp.state], 3        ; #GP
        jnz     by_stub_32
        cmp     dword [ebp + lp.in_real_mode], 0
        je      .protected
        test    edi, CR0_PE
        jz      .stays
        call    narrow_task_register
        jmp     by_stub_32                      ; which goes on to mode_changed
.stays:
        mov     ecx, STAY_IN_REAL
        jmp     by_stub_32
.protected:
        call    narrow_task_register
        test    edi, CR0_PE | CR0_PG
        jnz     by_stub_32
        mov     eax, edi
        and     eax, CR0_NW | CR0_CD
        cmp     eax, CR0_NW                     ; #GP
        je      by_stub_32
        lea     eax, [edi + CR0_PE]             ; all but PE; each step clears that for itself
        mov     cr0, eax
        call    own_task_register
        jmp     in_real_mode

lmsw_32:
        cmp     dword [ebp + lp.in_real_mode], 0
        je      by_stub_32
        test    edi, CR0_PE
        jz      by_stub_32
        mov     ecx, LMSW_OUT
        jmp     by_stub_32

; SET_STATE: EDI. There is one state in real mode, but for AC
change_real_state:
        mov     eax, edi
        and     eax, ~4
        cmp     eax, 10h
        mov     eax, 13
        mov     edx, 0
        jne     step_faulted_32
        mov     [ebp + lp.state], edi
        jmp     without_value_32

; After INIT of the first processor: 32-bit code without paging
init_arrived:
        and     dword [ebp + lp.narrow_tss], 0
        mov     eax, [bios_pointer_was]
        mov     [BIOS_POINTER], eax
        lea     esp, [ebp + LP_STACK]
        call    load_descriptors_32
        mov     ebx, [ebp + lp.current]
        mov     dword [ebp + lp.state], 10h
; PE is 0 as far as the scenario is concerned; EBX: the step that made it so. MOV to CR0 leaves the code segment what it is.
in_real_mode:
        mov     dword [ebp + lp.in_real_mode], 1
        jmp     without_value_32
