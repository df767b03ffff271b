; One scenario told to whoever watches: each step, what was observed and what is permitted. The host has worked out which
; outcomes each step may have after which outcomes before, as a graph of nodes, and put it behind the block. It goes to
; port E9, to the first serial port and to the screen.

        section .text
        bits 64
; Before the block: what it is about, and whether the processor has what it takes.
begin_story:
        mov     eax, PROGRAM
        mov     [program_at], rax
        cmp     byte [preloaded], 0
        jne     .loaded
        mov     esi, [disk_header + header.program]
        mov     ebx, [disk_header + header.program_count]
        lea     rdi, [image + DIRECT]
        add     rdi, rax
        call    disk_read
.loaded:
        call    open_serial
        lea     rdi, [image + DIRECT]
        add     rdi, SCREEN
        mov     rax, EMPTY
        mov     ecx, ROWS * ROW / 8
        rep stosq
        mov     byte [watched], 1
        mov     r12, [program_at]
        lea     rax, [image + DIRECT]
        add     r12, rax
        mov     eax, [r12 + block.size]
        add     r12, rax
        mov     ebx, [r12 + story.introduction]
        call    print_text
        mov     eax, 1
        cpuid
        mov     r8d, ecx
        mov     eax, 7
        xor     ecx, ecx
        cpuid
        mov     r9d, ebx
        mov     r10d, ecx
        mov     eax, 80000001h
        cpuid
        not     r8d
        not     r9d
        not     r10d
        not     edx
        and     r8d, [r12 + story.leaf1_ecx]
        and     r9d, [r12 + story.leaf7_ebx]
        and     r10d, [r12 + story.leaf7_ecx]
        and     edx, [r12 + story.extended_edx]
        or      r8d, r9d
        or      r8d, r10d
        or      r8d, edx
        jz      run_block
        say     "This processor lacks one of these features.", 10
        xor     ebx, ebx
        jmp     told

; After the block.
tell:
        mov     r12, [program_at]               ; what follows the block
        lea     rax, [image + DIRECT]
        add     r12, rax
        mov     r13, [results_saved]
        add     r13, rax
        movzx   r14d, word [r13 + report.done]
        mov     ebx, [r12 + story.first]
        add     r13, report_size
.node:
        add     rbx, r12
        mov     rbp, rbx                        ; the node
        mov     ebx, [rbp + node.step]
        call    print_text
        sub     r14d, 1
        jc      .not_done
        movzx   ecx, word [rbp + node.choices]
        lea     rbx, [rbp + node_size]
        test    ecx, ecx
        jz      .none
.choice:
        call    matches
        je      .observed
        add     rbx, choice_size
        dec     ecx
        jnz     .choice
.none:
        say     "    observed:  "
        call    print_result
        say     10
        mov     ebx, [rbp + node.permitted]
        call    print_text
        say     "    NOT PERMITTED", 10, 10, "This processor broke a rule.", 10
        mov     ebx, 1
        jmp     told
.observed:
        push    rbx
        say     "    observed:  "
        mov     ebx, [rbx + choice.text]
        call    print_text
        mov     ebx, [rbp + node.permitted]
        call    print_text
        pop     rbx
        mov     ebx, [rbx + choice.next]
        add     r13, result_size
        test    ebx, ebx
        jnz     .node
        say     10, "Every outcome is permitted.", 10
        xor     ebx, ebx
        jmp     told
.not_done:
        say     "    this processor cannot execute the step", 10
        xor     ebx, ebx
; EBX: the exit status for QEMU's debug port, which makes 2 EBX + 1 of it
told:
        mov     eax, ebx
        jmp     power_off_with

; ZF: whether the result at R13 is that of the choice at RBX. Changes RAX, RDX.
matches:
        mov     ax, [r13]                       ; status and vector
        cmp     ax, [rbx]
        jne     .no
        mov     eax, [r13 + result.error]
        cmp     eax, [rbx + result.error]
        jne     .no
        mov     rax, [r13 + result.cr2]
        cmp     rax, [rbx + result.cr2]
        jne     .no
        mov     rax, [r13 + result.aux]
        xor     rax, [rbx + result.aux]
        test    rax, [rbx + choice.aux_bits]
        jne     .no
        mov     rax, [r13 + result.value]
        xor     rax, [rbx + result.value]
        test    rax, [rbx + choice.value_bits]
.no:
        ret

; The result at R13, in hex: no permitted outcome has a text for it.
print_result:
        cmp     byte [r13 + result.status], EXCEPTION
        je      .exception
        say     "value "
        mov     rax, [r13 + result.value]
        call    print_hex_long
        mov     eax, [r13 + result.aux]
        jmp     print_hex
.exception:
        say     "exception "
        movzx   eax, byte [r13 + result.vector]
        call    print_hex
        mov     eax, [r13 + result.error]
        call    print_hex
        mov     rax, [r13 + result.cr2]
        jmp     print_hex_long

; The text at distance EBX from the story
print_text:
        lea     rsi, [r12 + rbx]
        jmp     print

; COM1: 115,200 baud, 8 bits, no parity
COM1            equ 3F8h
open_serial:
        mov     edx, COM1 + 3
        mov     al, 80h
        out     dx, al
        mov     edx, COM1
        mov     al, 1
        out     dx, al
        inc     edx
        xor     eax, eax
        out     dx, al
        mov     edx, COM1 + 3
        mov     al, 3
        out     dx, al
        ret

; AL to the serial port and the screen
show:
        push    rax
        push    rcx
        push    rdx
        push    rdi
        mov     cl, al
        mov     edi, 100000                     ; no port may keep it for ever
        mov     edx, COM1 + 5
.busy:
        in      al, dx
        dec     edi
        jz      .sent
        test    al, 20h
        jz      .busy
.sent:
        mov     edx, COM1
        mov     al, cl
        out     dx, al
        call    show_on_screen
        pop     rdi
        pop     rdx
        pop     rcx
        pop     rax
        ret

; CL on the screen of 80 by 25 characters that the BIOS left, which moves up when it is full. Changes RAX, RDX, RDI.
SCREEN          equ 0B8000h
ROW             equ 160         ; bytes
ROWS            equ 25
EMPTY           equ 0720072007200720h
show_on_screen:
        lea     rdi, [image + DIRECT]
        add     rdi, SCREEN
        mov     eax, [screen_at]
        cmp     cl, 10
        je      .line
        mov     ch, 7
        mov     [rdi + rax], cx
        add     eax, 2
        jmp     .placed
.line:
        xor     edx, edx
        mov     ch, ROW
        push    rcx
        movzx   ecx, ch
        div     ecx
        inc     eax
        mul     ecx
        pop     rcx
.placed:
        cmp     eax, ROWS * ROW
        jb      .fits
        push    rsi
        push    rcx
        lea     rsi, [rdi + ROW]
        mov     ecx, (ROWS - 1) * ROW / 8
        rep movsq
        mov     rax, EMPTY
        mov     ecx, ROW / 8
        rep stosq
        pop     rcx
        pop     rsi
        mov     eax, (ROWS - 1) * ROW
.fits:
        mov     [screen_at], eax
        ret
