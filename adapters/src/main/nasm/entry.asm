; From the boot sector to the mode the host asked for.

        section .text
        bits 32
agent:                          ; flat segments, no paging
        call    build_tables
        call    build_idt_32
        call    build_real_mode
        call    place_trampoline
        mov     ebp, PROCESSORS
        mov     esi, run
        jmp     enter_home

        bits 64
run:
        call    clear_low_memory
        call    find_bus_master
        lea     rsi, [image + DIRECT]
        add     rsi, PROGRAM - 512
        cmp     byte [preloaded], 0
        jne     .header
        mov     esi, HEADER_LBA
        mov     ebx, 1
        lea     rdi, [image + STEPS - IMAGE]
        call    disk_read
        lea     rsi, [image + STEPS - IMAGE]
.header:
        lea     rdi, [disk_header]
        mov     ecx, header_size
        rep movsb
        say     "@@STLM1", 10
        cmp     dword [disk_header + header.magic], MAGIC
        jne     .no_program
        mov     eax, [disk_header + header.mode]
        cmp     eax, MODE_PROBE
        je      probe
        cmp     eax, MODE_TELL
        je      begin_story
        jmp     await_request
.no_program:
        say     10, "@@FATAL header", 10
        jmp     power_off

; What the BIOS left below 9F000H, but for the boot sector and trampolines
clear_low_memory:
        lea     rdi, [image + DIRECT]
        lea     rdx, [rdi + 10000h]
        xor     eax, eax
        mov     ecx, 7000h / 8
        cld
        rep stosq
        mov     rdi, rdx
        mov     ecx, (9F000h - 10000h) / 8
        rep stosq
        ret

; What the host needs to know of the processor: CPUID leaf 0 EBX EDX ECX, 1 ECX EDX, 7 EBX ECX EDX, 8000_0001H EDX ECX,
; 8000_0008H EAX
probe:
        say     "@@CPUID "
        xor     eax, eax
        call    .leaf
        call    .ebx
        call    .edx
        call    .ecx
        mov     eax, 1
        call    .leaf
        call    .ecx
        call    .edx
        mov     eax, 7
        call    .leaf
        call    .ebx
        call    .ecx
        call    .edx
        mov     eax, 80000001h
        call    .leaf
        call    .edx
        call    .ecx
        mov     eax, 80000008h
        call    .leaf
        mov     eax, r8d
        call    print_hex
        jmp     the_end
.leaf:
        xor     ecx, ecx
        cpuid
        mov     r8d, eax
        mov     r9d, ebx
        mov     r10d, ecx
        mov     r11d, edx
        ret
.ebx:
        mov     eax, r9d
        jmp     print_hex
.ecx:
        mov     eax, r10d
        jmp     print_hex
.edx:
        mov     eax, r11d
        jmp     print_hex
