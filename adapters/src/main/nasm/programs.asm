; Programs of blocks, as the mailbox asks for them, and where their results go.

        section .text
        bits 64
await_request:
        mov     esi, [disk_header + header.mailbox]
        mov     ebx, 1
        lea     rdi, [image + STEPS - IMAGE]
        call    disk_read
        lea     r15, [image + STEPS - IMAGE]
        mov     eax, [r15 + request.sequence]
        cmp     eax, [sequence]
        je      await_request
        cmp     eax, [r15 + request.again]
        jne     await_request
        mov     [sequence], eax
        mov     eax, [r15 + request.blocks]
        mov     [blocks_left], eax
        mov     eax, [r15 + request.results_count]
        mov     [results_room], eax
        mov     eax, [r15 + request.traced]
        mov     [image + PROCESSORS - IMAGE + lp.traced], eax
        mov     esi, [disk_header + header.mailbox]
        inc     esi
        mov     ebx, [r15 + request.program_count]
        lea     eax, [rsi + rbx]
        mov     [results_lba], eax
        mov     eax, RESULTS
        mov     [results_at], rax
        mov     [results_saved], rax
        mov     eax, PROGRAM
        mov     [program_at], rax
        lea     rdi, [image + DIRECT]
        add     rdi, rax
        call    disk_read
next_block:
        sub     dword [blocks_left], 1
        jc      .done
        mov     al, '.'
        call    put
        jmp     run_block
.done:
        call    save_rest
        mov     al, '!'
        call    put
        jmp     await_request

; Writes what fills pieces of 64 KB to the disk, and says so.
PIECE           equ 10000h
save_results:
        mov     rdi, [results_saved]
        lea     rax, [rdi + PIECE]
        cmp     rax, [results_at]
        ja      .done
        mov     ebx, PIECE / 512
        call    save_sectors
        mov     al, '#'
        call    put
        jmp     save_results
.done:
        ret

; Writes what is left, which is less than a piece.
save_rest:
        mov     rbx, [results_at]
        sub     rbx, [results_saved]
        add     ebx, 511
        shr     ebx, 9

; EBX sectors of the results, where the host left room for them.
save_sectors:
        sub     [results_room], ebx
        jc      .full
        mov     rdi, [results_saved]
        mov     eax, ebx
        shl     eax, 9
        add     [results_saved], rax
        lea     rax, [image + DIRECT]
        add     rdi, rax
        mov     esi, [results_lba]
        add     [results_lba], ebx
        jmp     disk_write
.full:
        say     10, "@@FATAL results", 10
        jmp     power_off
