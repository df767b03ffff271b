; The loop over the steps. RBX: the step; its result takes its place. RBP: the page of this processor.
;
; Every instruction of a scenario is executed by a stub (stubs.asm), which IRETQ enters with the CPL, code segment and AC
; of the state and which ends in INT 81H or in an exception; both come back to this file. Nothing is expected of the
; registers then, because a fetch may have gone anywhere.

        section .text
        bits 64
; RBX: the step to be executed next
next_step:
        mov     [rbp + lp.current], rbx
        movzx   eax, byte [rbx + step.processor]
        cmp     eax, [rbp + lp.number]
        jne     of_another_processor
        movzx   ecx, byte [rbx + step.opcode]
        cmp     ecx, OPERATIONS
        jae     not_executable
        lea     rdx, [operations]
        movsxd  rax, [rdx + rcx * 4]
        add     rax, rdx
        mov     rdi, [rbx + step.a]
        mov     rsi, [rbx + step.b]
        jmp     rax

; Into the stub of the number in ECX, with RDI = a, RSI = b, ECX = its high half, RAX = RDX = 0
by_stub:
        xor     eax, eax
        xor     edx, edx
        shl     ecx, STUB_SHIFT
        add     rcx, [rbp + lp.stubs]
        mov     [rbp + lp.rip], rcx
        mov     rsp, rbp                        ; lp begins with what IRETQ takes
        mov     ecx, [rbx + step.b + 4]
        iretq

; INT 81H: the step completed, RAX is its value
step_ended:
        this_processor
        lea     rsp, [rbp + LP_STACK]
        mov     rbx, [rbp + lp.current]
        movzx   ecx, byte [rbx + step.opcode]
        test    byte [rbp + lp.state], 18h
        jz      .has_value
        shl     rdx, 32                         ; outside 64-bit code it is in EDX:EAX
        mov     eax, eax
        or      rax, rdx
.has_value:
        mov     edx, 1 << STORE | 1 << EXCHANGE | 1 << SPLIT_STORE | 1 << OP_LTR | 1 << IMPLICIT_LOAD | 1 << STORE_WHOLE
        bt      edx, ecx
        jc      find_stored
; RAX: the value of the completed step
with_value:
        xor     ecx, ecx
; RCX: its aux
with_aux:
        and     qword [rbx], 0                  ; status, vector, error code
        mov     [rbx + result.value], rax
        and     qword [rbx + result.cr2], 0
        mov     [rbx + result.aux], rcx
step_done:
        cmp     dword [rbp + lp.traced], 0
        jne     trace_step
.traced:
        add     rbx, 1 << STEP_SHIFT
        cmp     ebx, [rbp + lp.end]             ; bits 31:0 suffice
        jb      next_step
        mov     [rbp + lp.current], rbx
        cmp     dword [rbp + lp.number], 0
        jne     await_command.done
        jmp     block_ended

; Tells the result at RBX, after which the target may fail.
trace_step:
        mov     edx, 0E9h
        mov     al, '+'
        out     dx, al
        mov     rsi, rbx
        mov     ecx, result_size
        cld
        rep outsb
        jmp     step_done.traced

; EAX: vector, EDX: error code; this_processor is done
step_faulted:
        lea     rsp, [rbp + LP_STACK]
        mov     rbx, [rbp + lp.current]
        shl     eax, 8
        or      eax, EXCEPTION
        mov     [rbx], eax
        mov     [rbx + result.error], edx
        xor     ecx, ecx
        mov     [rbx + result.value], rcx
        mov     [rbx + result.aux], rcx
        cmp     ah, 14
        jne     .no_address
        mov     rcx, cr2
        mov     [rbp + lp.cr2], rcx
.no_address:
        mov     [rbx + result.cr2], rcx
        jmp     step_done

not_executable:
        mov     eax, STEP_NOT_DONE
        jmp     block_failed

; Which word of its list holds what the step stored: one after another through the window, on which no entry under test
; depends. RAX: the value of the step.
find_stored:
        cmp     ecx, OP_LTR
        je      own_task_register_again
        cmp     ecx, IMPLICIT_LOAD
        je      implicitly_loaded
        mov     rsi, [rbx + step.b]
        mov     edx, [rbx + step.index]
        movzx   r8d, word [rbx + step.count]
        cmp     ecx, SPLIT_STORE
        je      .split
        call    find_word
        jmp     with_aux
.split:                                         ; its low 4 bytes end a page, its high 4 bytes begin one
        mov     r9d, 4
        call    find_half
        mov     r10d, ecx
        shr     rsi, 32
        mov     r8d, [rbx + step.c]
        mov     edx, [rbx + step.c + 4]
        xor     r9d, r9d
        call    find_half
        shl     rcx, 32
        or      rcx, r10
        jmp     with_aux

; The index of the first of R8 words, whose addresses / 8 begin at index EDX of the lists, that equals a register: RCX, or
; FFFF_FFFFH. Changes RDX, RDI, R11.
%macro find_first 1             ; the register; R11 points to the window, or to a half of its first word
        xor     ecx, ecx
        jmp     %%check
%%next:
        mov     edx, [rdi + rcx * 4]
        cmp     [r11 + rdx * 8], %1
        je      %%found
        inc     ecx
%%check:
        cmp     ecx, r8d
        jb      %%next
        or      ecx, -1
%%found:
        ret
%endmacro
%macro list_and_window 0        ; RDI: the list, R11: the window
        mov     edi, [lists_at]
        lea     r11, [image + DIRECT]
        add     rdi, r11
        lea     rdi, [rdi + rdx * 4]
        lea     r11, [image + WINDOW]
%endmacro
find_word:
        list_and_window
        find_first rsi
; The same for the 4 bytes at distance R9 within the words, that equal ESI.
find_half:
        list_and_window
        add     r11, r9
        find_first esi

write_word:
        lea     rcx, [image + WINDOW]
        mov     [rcx + rdi], rsi
        xor     eax, eax
        jmp     with_value
write_half:
        lea     rcx, [image + WINDOW]
        mov     [rcx + rdi], esi
        xor     eax, eax
        jmp     with_value
read_word:
        lea     rcx, [image + WINDOW]
        mov     rax, [rcx + rdi]
        jmp     with_value
change_state:
        mov     eax, edi
        call    set_state
        xor     eax, eax
        jmp     with_value
mov_cr0:
        test    byte [rbp + lp.state], 18h      ; in 64-bit code no write succeeds that changes the mode
        jz      by_stub
        test    byte [rbp + lp.state], 3        ; nor does any at CPL 1 to 3
        jnz     by_stub
        test    edi, CR0_PE | CR0_PG            ; there are no steps in real mode
        jz      not_executable
        cmp     dword [rbp + lp.number], 0      ; nor any of the second processor outside long mode
        je      by_stub
        test    edi, CR0_PG
        jnz     by_stub
        jmp     not_executable
read_cr:
        cmp     rdi, 4
        ja      not_executable
        lea     ecx, [rdi + READ_CR_STUBS]
        jmp     by_stub

operations:
%macro operation 1-*
  %rep %0
        dd      %1 - operations
    %rotate 1
  %endrep
%endmacro
        operation not_executable, by_stub, by_stub, by_stub, by_stub, by_stub, by_stub         ; LOAD to SPLIT_STORE
        operation write_word, write_half, read_word
        operation mov_cr0, by_stub, by_stub, by_stub, by_stub, by_stub, by_stub, by_stub, by_stub  ; MOV_CR0 to RDPKRU
        operation read_cr
        operation by_stub, by_stub                                                             ; INVLPG, INVPCID
        operation change_state
        operation init_self, init_self
        operation load_task_register, by_stub, interrupt_for_management
        operation implicit_load, by_stub
%if ($ - operations) / 4 != OPERATIONS
  %error "an operation has no entry"
%endif
