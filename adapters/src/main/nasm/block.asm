; One block: put its memory there, run it, take its results, take its memory away. A scenario uses the whole stack, so
; nothing is kept there and every part ends in a jump.

        section .text
        bits 64
run_block:
        this_processor
        lea     r15, [image + DIRECT]
        mov     rbx, [program_at]
        add     rbx, r15
        cmp     word [rbx + block.processors], 1
        jne     .right_processors
        call    park_other
.right_processors:
        mov     eax, [rbx + block.flags]
        and     eax, STARTS_5_LEVEL
        cmp     eax, [home_depth]
        jne     .other_depth
.right_depth:
        mov     [block_at], rbx
        mov     eax, [rbx + block.size]
        add     [program_at], rax
        mov     dword [block_status], ALL_DONE
        lea     rax, [image + STEPS - IMAGE]
        mov     [rbp + lp.current], rax
        movzx   ecx, word [rbx + block.steps]
        mov     edx, ecx
        shl     edx, STEP_SHIFT
        add     rdx, rax
        mov     [rbp + lp.end], edx
        movzx   eax, word [rbx + block.processors]
        shl     eax, 6                          ; bytes of struc start
        lea     rsi, [rbx + rax + block_size]
        mov     [frames_at], rsi
        movzx   eax, word [rbx + block.frames]
        lea     rsi, [rsi + rax * 4 + 15]
        and     rsi, -16
        mov     [words_at], rsi
        cmp     ecx, STEP_PAGES * 1000h >> STEP_SHIFT
        mov     eax, BLOCK_TOO_LONG
        ja      block_failed
        movzx   ecx, word [rbx + block.words]
        test    ecx, ecx
        jz      .words_written
.word:
        mov     rax, [rsi]
        mov     rdx, [rsi + 8]
        mov     [r15 + rax], rdx
        add     rsi, 16
        dec     ecx
        jnz     .word
.words_written:
        cld
        lea     rdi, [image + STEPS - IMAGE]
        movzx   ecx, word [rbx + block.steps]
        shl     ecx, STEP_SHIFT - 3
        rep movsq
        mov     ecx, [rbx + block.extra]
        lea     rdi, [image + LISTS]
        cmp     ecx, LIST_BYTES / 4
        ja      .long_lists
        mov     dword [lists_at], SCRATCH
        rep movsd
        jmp     .begin
.long_lists:                                    ; read where they are, at some risk to cached entries
        add     esi, WINDOW - DIRECT            ; bits 31:0 are physical
        mov     [lists_at], esi
.begin:
        mov     ecx, [rbx + block.flags]
        and     ecx, STARTS_5_LEVEL
        cmp     ecx, [home_depth]
        mov     eax, START_NOT_LOADED
        jne     block_failed
        mov     eax, [rbp + lp.current]
        cmp     eax, [rbp + lp.end]
        je      block_ended
        lea     rsi, [rbx + block_size]
        cmp     word [rbx + block.processors], 2
        jb      load_registers
        ja      .no_processor
        cmp     byte [other_runs], 0
        jne     .load_other
        cmp     dword [disk_header + header.processors], 2
        jb      .no_processor
        push    rsi
        call    start_other
        pop     rsi
        jc      .no_processor
.load_other:
        lea     rdx, [image + OTHER - IMAGE]
        lea     rax, [rsi + start_size]
        mov     [rdx + lp.argument], rax
        mov     eax, COMMAND_LOAD
        call    command_other
        jnc     load_registers
        jmp     block_failed
.other_depth:
        mov     r8, rbx
        mov     eax, 7
        xor     ecx, ecx
        cpuid
        mov     rbx, r8
        bt      ecx, 16                         ; without LA57 the start cannot be loaded
        jnc     .right_depth
        lea     rsi, [run_block]
        jmp     change_depth
.no_processor:
        mov     eax, STEP_NOT_DONE
        jmp     block_failed

; A step that cannot be executed, or a start: EAX says which. Under the registers of the scenario.
block_failed:
        cmp     dword [rbp + lp.number], 0
        jne     command_failed
        mov     [block_status], eax
; Under the registers of the scenario, RBP the page of the first processor, whose .current is the first step not done.
block_ended:
        mov     rbx, [block_at]
        cmp     byte [other_runs], 0
        je      go_home
        mov     eax, COMMAND_HOME               ; first, lest it walks tables that are no more
        call    command_other
go_home:
        mov     rdx, cr4
        and     edx, CR4_LA57                   ; the scenario may have come to another depth by way of other modes
        mov     eax, HOME4
        mov     ecx, HOME5
        cmovnz  eax, ecx
        mov     cr3, rax                        ; without bit 63, which suits every value of CR4.PCIDE
        lea     eax, [rdx + (CR4_PAE | CR4_OSFXSR)]
        mov     ecx, eax
        or      ecx, CR4_PGE
        mov     cr4, rcx
        mov     cr4, rax                        ; a change of PGE empties the TLBs of everything
        mov     ecx, CR0_HOME
        mov     cr0, rcx
        push    2
        popfq
        mov     ecx, FLAT(0)                    ; null after a step at CPL 1 to 3, which only 64-bit code endures
        mov     ss, ecx
        lea     rsi, [at_home]
        cmp     eax, [home_cr4]
        jne     leave_home
        jmp     at_home
home_from_32:
        cmp     byte [other_runs], 0
        je      at_home
        mov     eax, COMMAND_HOME
        call    command_other
at_home:
        cmp     dword [rbp + lp.number], 0
        jne     await_command.done
        lea     r15, [image + DIRECT]
        mov     rbx, [block_at]
        ; results
        cld
        mov     rdi, [results_at]
        add     rdi, r15
        lea     rsi, [image + STEPS - IMAGE]
        mov     ecx, [rbp + lp.current]         ; bits 31:0 suit every mode the scenario may have ended in
        sub     ecx, esi
        mov     eax, [rbx + block.id]
        mov     [rdi + report.id], eax
        mov     eax, ecx
        shr     eax, STEP_SHIFT
        mov     [rdi + report.done], ax
        mov     eax, [block_status]
        mov     [rdi + report.status], ax
        and     qword [rdi + report.reserved], 0
        add     rdi, report_size
        shr     ecx, 3
        rep movsq
        sub     rdi, r15
        mov     [results_at], rdi
        ; memory
        mov     rsi, [words_at]
        movzx   ecx, word [rbx + block.words]
        test    ecx, ecx
        jz      .words_cleared
        xor     eax, eax
.word:
        mov     rdx, [rsi]
        mov     [r15 + rdx], rax
        add     rsi, 16
        dec     ecx
        jnz     .word
.words_cleared:
        mov     rsi, [frames_at]
        movzx   edx, word [rbx + block.frames]
        test    edx, edx
        jz      .frames_cleared
        xorps   xmm0, xmm0                      ; Bochs stores 16 bytes in half the time of two rounds of STOSQ
.frame:
        mov     edi, [rsi]
        shl     rdi, 12
        add     rdi, r15
        mov     ecx, 1000h / 80h
.line:
%assign distance 0
%rep 8
        movaps  [rdi + distance], xmm0
  %assign distance distance + 16
%endrep
        add     rdi, 80h
        dec     ecx
        jnz     .line
        add     rsi, 4
        dec     edx
        jnz     .frame
.frames_cleared:
        cmp     dword [disk_header + header.mode], MODE_TELL
        je      tell
        call    save_results
        jmp     next_block
