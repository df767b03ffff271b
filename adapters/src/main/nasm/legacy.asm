; Steps without long mode: paging off, 32-bit paging and PAE paging, on the first processor. The loop
; of steps.asm once more, in 32-bit code at linear = physical addresses. The fields of struct lp and the pointers in
; data.asm have 64 bits; bits 31:0 of all of them are physical, and that is what is used here.

        section .text
        bits 32
; EBX: the step to be executed next, EBP: the page of this processor
next_step_32:
        mov     [ebp + lp.current], ebx
        cmp     byte [ebx + step.processor], 0
        jne     of_another_32
        movzx   ecx, byte [ebx + step.opcode]
        cmp     ecx, OPERATIONS
        jae     not_executable_32
        mov     edi, [ebx + step.a]
        mov     esi, [ebx + step.b]
        jmp     [operations_32 + ecx * 4]

by_stub_32:
        cmp     dword [ebp + lp.in_real_mode], 0
        jne     by_real_stub
        shl     ecx, STUB_SHIFT
        add     ecx, [ebp + lp.stubs]
        mov     edx, [ebp + lp.cs]
        lea     esp, [ebp + LP_STACK]
        test    dl, 3
        jz      .same_level
        push    dword [ebp + lp.ss]
        push    dword [ebp + lp.rsp]
.same_level:
        push    dword [ebp + lp.rflags]
        push    edx
        push    ecx
        mov     ecx, [ebx + step.b + 4]
        xor     eax, eax
        xor     edx, edx
        iret

step_ended_32:
        this_processor_32
        lea     esp, [ebp + LP_STACK]
        mov     ebx, [ebp + lp.current]
        movzx   ecx, byte [ebx + step.opcode]
        mov     esi, 1 << STORE | 1 << EXCHANGE | 1 << SPLIT_STORE | 1 << STORE_WHOLE
        bt      esi, ecx
        jc      find_stored_32
        cmp     ecx, IMPLICIT_LOAD
        je      implicitly_loaded_32
        cmp     ecx, OP_LTR
        jae     task_register_loaded
; EDX:EAX: the value of the completed step
with_value_32:
        xor     ecx, ecx
        xor     esi, esi
; ESI:ECX: its aux
with_aux_32:
        xor     edi, edi
        mov     [ebx], edi                      ; status, vector
        mov     [ebx + result.error], edi
        mov     [ebx + result.value], eax
        mov     [ebx + result.value + 4], edx
        mov     [ebx + result.cr2], edi
        mov     [ebx + result.cr2 + 4], edi
        mov     [ebx + result.aux], ecx
        mov     [ebx + result.aux + 4], esi
step_done_32:
        cmp     dword [ebp + lp.traced], 0
        jne     trace_step_32
.traced:
        add     ebx, 1 << STEP_SHIFT
        cmp     ebx, [ebp + lp.end]
        jb      next_step_32
        mov     [ebp + lp.current], ebx
; Home, from any of these modes
block_ended_32:
        mov     eax, cr0
        and     eax, ~CR0_PG
        mov     cr0, eax
        mov     esi, home_from_32
        jmp     enter_home

; As trace_step
trace_step_32:
        mov     edx, 0E9h
        mov     al, '+'
        out     dx, al
        mov     esi, ebx
        mov     ecx, result_size
        cld
        rep outsb
        jmp     step_done_32.traced

; A step of the second processor, which is in long mode
of_another_32:
        cmp     byte [ebx + step.processor], 1
        jne     not_executable_32
        cmp     byte [other_runs], 0
        je      not_executable_32
        mov     [OTHER + lp.current], ebx
        lea     eax, [ebx + (1 << STEP_SHIFT)]
        mov     [OTHER + lp.end], eax
        and     dword [OTHER + lp.failure], 0
        cmp     byte [ebx + step.opcode], INIT_AND_BRING_UP
        je      init_other_32
        cmp     byte [ebx + step.opcode], INIT
        je      init_other_32
        cmp     dword [OTHER + lp.in_real_mode], 0
        jne     not_executable_32
        mov     dword [OTHER + lp.command], COMMAND_STEP
await_other_32:
        mov     ecx, PATIENCE
.again:
        pause
        cmp     dword [OTHER + lp.command], 0
        je      .answered
        dec     ecx
        jnz     .again
        mov     byte [other_runs], 0
        jmp     not_executable_32
.answered:
        mov     eax, [OTHER + lp.failure]
        test    eax, eax
        jz      step_done_32
        jmp     block_failed_32

not_executable_32:
        mov     eax, STEP_NOT_DONE
block_failed_32:
        mov     [block_status], eax
        jmp     block_ended_32

; Exceptions
        align 16
exception_entries_32:
%assign vector 0
%rep 32
        align   EXCEPTION_ENTRY_BYTES
  %if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 30)
        push    0
  %endif
        push    vector
        jmp     near exception_32
  %assign vector vector + 1
%endrep
exception_32:
        this_processor_32
        pop     eax                             ; vector
        pop     edx                             ; error code
        pop     ecx                             ; EIP
        cmp     ecx, load_legacy.begin
        jb      step_faulted_32
        cmp     ecx, load_legacy.loaded
        jb      start_failed_32
        cmp     ecx, image + TEXT_BYTES
        jb      fatal_32
; EAX: vector, EDX: error code
step_faulted_32:
        lea     esp, [ebp + LP_STACK]
        call    own_task_register
        mov     ebx, [ebp + lp.current]
        xor     ecx, ecx
        mov     ch, al
        mov     cl, EXCEPTION
        mov     [ebx], ecx
        mov     [ebx + result.error], edx
        xor     edx, edx
        mov     [ebx + result.value], edx
        mov     [ebx + result.value + 4], edx
        mov     [ebx + result.cr2 + 4], edx
        mov     [ebx + result.aux], edx
        mov     [ebx + result.aux + 4], edx
        cmp     al, 14
        jne     .no_address
        mov     [ebp + lp.cr2 + 4], edx
        mov     edx, cr2
        mov     [ebp + lp.cr2], edx
.no_address:
        mov     [ebx + result.cr2], edx
        jmp     step_done_32
start_failed_32:
        mov     eax, START_NOT_LOADED
        jmp     block_failed_32

fatal_32:                       ; EAX: vector, ECX: EIP. The 64-bit code tells it
        mov     [fatal_vector], eax
        mov     [fatal_rip], ecx
        mov     [fatal_error], edx
        mov     eax, cr0
        and     eax, ~CR0_PG
        mov     cr0, eax
        mov     esi, fatal.from_32
        jmp     enter_home

; As find_stored: each list is followed by as many linear addresses in the low window. EDX:EAX: the value
find_stored_32:
        push    edx
        push    eax
        mov     esi, [ebx + step.b]
        mov     edi, [ebx + step.b + 4]
        movzx   edx, word [ebx + step.count]
        mov     ecx, [ebx + step.index]
        cmp     byte [ebx + step.opcode], SPLIT_STORE
        je      .split
        call    list_32
.next:
        inc     ecx
        cmp     ecx, edx
        jae     .none
        call    listed_word_32
        cmp     [eax], esi
        jne     .next
        cmp     [eax + 4], edi
        jne     .next
        jmp     .found
.none:
        or      ecx, -1
.found:
        xor     esi, esi
.done:
        pop     eax
        pop     edx
        jmp     with_aux_32
.split:
        push    edi
        mov     edi, 4
        call    find_half_32
        pop     esi
        push    ecx
        mov     edx, [ebx + step.c]
        mov     ecx, [ebx + step.c + 4]
        xor     edi, edi
        call    find_half_32
        mov     esi, ecx
        pop     ecx
        jmp     .done

; The index of the first of EDX words, listed from index ECX on, whose 4 bytes at distance EDI are ESI: ECX
find_half_32:
        call    list_32
.next:
        inc     ecx
        cmp     ecx, edx
        jae     .none
        call    listed_word_32
        cmp     [eax + edi], esi
        jne     .next
        ret
.none:
        or      ecx, -1
        ret

; EAX := where the list begins at index ECX; ECX := -1
list_32:
        lea     eax, [ecx * 4 + LOW_LISTS]
        mov     [list_at_32], eax
        or      ecx, -1
        ret
; EAX := the linear address of word ECX of the list, which has EDX words
listed_word_32:
        push    ecx
        mov     eax, cr0
        test    eax, CR0_PG
        mov     eax, [list_at_32]
        jz      .physical
        add     ecx, edx
        mov     eax, [eax + ecx * 4]
        pop     ecx
        ret
.physical:
        mov     eax, [eax - LOW_LISTS + SCRATCH + ecx * 4]
        shl     eax, 3
        pop     ecx
        ret

; EDI := the address of the table word of the step EBX
table_word_32:
        mov     eax, cr0
        test    eax, CR0_PG
        jz      .physical
        mov     edi, [ebx + step.c]
.physical:
        ret
write_word_32:
        call    table_word_32
        mov     eax, [ebx + step.b + 4]
        mov     [edi], esi
        mov     [edi + 4], eax
        jmp     without_value_32
write_half_32:
        call    table_word_32
        mov     [edi], esi
without_value_32:
        xor     eax, eax
        xor     edx, edx
        jmp     with_value_32
read_word_32:
        call    table_word_32
        mov     eax, [edi]
        mov     edx, [edi + 4]
        jmp     with_value_32
read_cr_32:
        cmp     edi, 4
        ja      not_executable_32
        lea     ecx, [edi + READ_CR_STUBS]
        jmp     by_stub_32
change_state_32:
        cmp     dword [ebp + lp.in_real_mode], 0
        jne     change_real_state
        mov     eax, edi
        test    eax, 18h                        ; nor 64-bit code here
        jz      not_executable_32
        call    set_state_32
        jmp     without_value_32

; As set_state
set_state_32:
        note_state ebp, edx
        shl     eax, 10 - 3                     ; STUB_SET
        cmp     ecx, 3
        mov     ecx, STUBS
        jne     .stubs
        mov     edx, cr0
        test    edx, CR0_PG
        jz      .stubs                          ; without paging everything is for CPL 3
        mov     ecx, LOW_USER_STUBS
.stubs:
        add     eax, ecx
        mov     [ebp + lp.stubs], eax
        lea     eax, [ebp + LP_STACK]
        mov     [ebp + lp.rsp], eax
        ret

        align 4
operations_32:
        dd      not_executable_32, by_stub_32, by_stub_32, by_stub_32, by_stub_32, by_stub_32, by_stub_32
        dd      write_word_32, write_half_32, read_word_32
        dd      mov_cr0_32, by_stub_32, by_stub_32, by_stub_32, by_stub_32, by_stub_32, lmsw_32, by_stub_32, by_stub_32
        dd      read_cr_32
        dd      by_stub_32, by_stub_32
        dd      change_state_32
        dd      init_self_32, init_self_32
        dd      load_task_register_32, task_switch_32, interrupt_for_management_32
        dd      implicit_load_32, by_stub_32
%if ($ - operations_32) / 4 != OPERATIONS
  %error "an operation has no entry"
%endif

; Descriptors of 32 bits: the GDT of the page, whose entries for 64-bit mode nobody looks at here. EBP: the page of this
; processor. Changes EAX.
load_descriptors_32:
        lea     eax, [ebp + lp.tss32]
        mov     word [ebp + lp.gdt + TSS32], 67h
        mov     [ebp + lp.gdt + TSS32 + 2], ax
        shr     eax, 16
        mov     [ebp + lp.gdt + TSS32 + 4], al
        mov     byte [ebp + lp.gdt + TSS32 + 5], 89h
        mov     byte [ebp + lp.gdt + TSS32 + 6], 0
        mov     [ebp + lp.gdt + TSS32 + 7], ah
        lea     eax, [ebp + LP_BYTES]
        mov     [ebp + lp.tss32 + 4], eax       ; ESP0
        mov     dword [ebp + lp.tss32 + 8], FLAT(0)
        mov     word [ebp + lp.tss32 + 66h], 68h
        mov     word [ebp + lp.table_pointer], GDT_BYTES - 1
        lea     eax, [ebp + lp.gdt]
        mov     [ebp + lp.table_base], eax
        lgdt    [ebp + lp.table_pointer]
        mov     eax, FLAT(0)
        mov     ss, eax
        mov     eax, FLAT(3)
        mov     ds, eax
        mov     es, eax
        lidt    [idt32_pointer]
        mov     eax, TSS32
        ltr     ax
        ret

; Done once
build_idt_32:
        mov     edi, idt32
        mov     eax, exception_entries_32
        mov     ecx, 32
.gate:
        mov     dh, 8Eh
        call    .write
        add     eax, EXCEPTION_ENTRY_BYTES
        loop    .gate
        mov     edi, idt32 + END_OF_STEP * 8
        mov     eax, step_ended_32
        mov     dh, 0EEh                        ; DPL 3
.write:
        mov     dl, 0
        mov     [edi + 4], eax
        mov     [edi + 4], dx
        mov     [edi], ax
        mov     word [edi + 2], CODE32(0)
        add     edi, 8
        ret
