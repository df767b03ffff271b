; Port E9, and where somebody watches the serial port and the screen; the end of the run.

        section .text
        bits 64
; AL
put:
        out     0E9h, al
        cmp     byte [watched], 0
        jne     show
        ret

; the string at RSI, which ends in 0
print:
        lodsb
        test    al, al
        jz      .done
        call    put
        jmp     print
.done:
        ret

%macro say 1+
%push
        lea     rsi, [%$text]
        call    print
        jmp     %$over
%$text: db      %1, 0
%$over:
%pop
%endmacro

; EAX, then RAX, in hex and a blank. Changes RCX, RDX.
print_hex:
        mov     ecx, 8
        shl     rax, 32
        jmp     print_digits
print_hex_long:
        mov     ecx, 16
print_digits:
        mov     rdx, rax
.digit:
        rol     rdx, 4
        mov     al, dl
        and     al, 15
        add     al, '0'
        cmp     al, '9'
        jbe     .put
        add     al, 'A' - '9' - 1
.put:
        call    put
        dec     ecx
        jnz     .digit
        mov     al, ' '
        jmp     put

the_end:
        say     10, "@@END", 10
power_off:
        xor     eax, eax
power_off_with:                 ; EAX
        mov     edx, 501h       ; isa-debug-exit of QEMU
        out     dx, al
        mov     edx, 8900h      ; the shutdown port of Bochs
        lea     rsi, [.shutdown]
        mov     ecx, 8
        rep outsb
        cli
        hlt
        jmp     $-1
.shutdown:
        db      "Shutdown"
