; What all processors share: the page DATA of the image.

        section .data
%macro segments 1               ; code of 64, 32, 16 bits and data, all flat and accessed, for one DPL
        dq      00AF9B000000FFFFh | (%1 << 45)
        dq      00CF9B000000FFFFh | (%1 << 45)
        dq      008F9B000000FFFFh | (%1 << 45)
        dq      00CF93000000FFFFh | (%1 << 45)
%endmacro
        align 16
gdt_template:
        dq      0, 0
        dq      0000890000000067h, 0    ; TSS64, its base left out, as those of the other TSSs
        dq      0000890000000067h       ; TSS32
        dq      0000E90000000067h       ; TASK_TSS, for every CPL
        dq      0000890000000067h, 0    ; LTR_TSS
        segments 0
        segments 1
        segments 2
        segments 3
        dq      00009B000000FFFFh | (IMAGE & 0FFFFFFh) << 16 | (IMAGE >> 24) << 56
        dq      000093000000FFFFh | (IMAGE & 0FFFFFFh) << 16 | (IMAGE >> 24) << 56
        dq      0000820000000007h, 0    ; LDT
gdt_template_pointer:           ; the same at its physical address, for 32-bit code
        dw      GDT_BYTES - 1
        dd      gdt_template

        align 8
; home, as it is at present: under 4-level or under 5-level paging
home_root:      dq HOME4
home_cr4:       dq CR4_PAE | CR4_OSFXSR
home_depth:     dd 0            ; as STARTS_5_LEVEL

; where a processor goes on after the trampoline: physical addresses of its page, of 32-bit code and, for enter_home, of
; the 64-bit code after it
restart_page:   dd 0
restart_routine: dd 0
restart_target: dd 0
bios_pointer_was: dd 0
other_runs:     db 0

        align 8
; the run
program_at:     dq 0            ; physical address of the next block
blocks_left:    dd 0
results_at:     dq RESULTS      ; where the next result goes
results_saved:  dq RESULTS      ; what lies before is on the disk
results_lba:    dd 0
results_room:   dd 0            ; sectors left there
sequence:       dd 0            ; of the mailbox
screen_at:      dd 0            ; bytes from the upper left
watched:        db 0            ; whether output goes to the serial port and the screen too
preloaded:      db 0            ; whether the BIOS has loaded the header and the program

        align 8
; the block being run
block_at:       dq 0            ; linear, in the direct map
frames_at:      dq 0            ; linear
words_at:       dq 0            ; linear
lists_at:       dd 0            ; distance from the direct map
block_status:   dd 0

list_at_32:     dd 0            ; the list that legacy.asm goes through
        align 8
fatal_vector:   dq 0            ; of an exception of the agent outside 64-bit mode
fatal_error:    dq 0
fatal_rip:      dq 0

        align 8
idt32:
        times (END_OF_STEP + 1) * 8 db 0
IDT32_BYTES     equ $ - idt32
real_pointer:
        dw      (END_OF_STEP + 1) * 4 - 1
        dd      REAL_VECTORS
idt32_pointer:
        dw      IDT32_BYTES - 1
        dd      idt32

        align 16
dma_regions:
        dq      0, 0
bus_master:     dd 0            ; its first port, or 0

        align 8
disk_header:
        times header_size db 0
        times (PROCESSORS-DATA)-($-$$) db 0
