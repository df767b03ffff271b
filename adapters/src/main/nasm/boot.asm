; The whole disk image up to the program: boot sector and guest agent, 66,048 bytes. One command builds it:
;
;   cd adapters/src/main/nasm && nasm -f bin -o ../resources/org/stalemate/adapters/agent/agent.bin boot.asm
;
; The boot sector (LBA 0) lets the BIOS load the agent (LBA 1 to 128), moves it to its place in protected mode and enters
; it. README.md beside this file says which file holds what.

        default rel
%include "layout.inc"
%include "processor.inc"

        section .boot start=0 vstart=7C00h
        section .text start=512 vstart=IMAGE
        section .stubs start=512+(STUBS-IMAGE) vstart=STUBS
        section .data start=512+(DATA-IMAGE) vstart=DATA
        section .processors start=512+(PROCESSORS-IMAGE) vstart=PROCESSORS
        section .text
image:

LOADED          equ 10000h      ; where the BIOS puts the agent, and behind it the program: pieces, each within a segment
PIECE_BYTES     equ 8000h
IMAGE_PIECES    equ IMAGE_BYTES / PIECE_BYTES

        section .boot
        bits 16
boot:
        jmp     0:.begin
.packet:                        ; INT 13H, AH=42H
        db      16, 0
        dw      64
.offset:
        dw      0
.segment:
        dw      LOADED >> 4
.lba:
        dq      1
.pieces:
        db      IMAGE_PIECES            ; the host writes more where the BIOS shall load the program too
.begin:
        cli
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, boot
        sti
        movzx   bp, byte [.pieces]
.read:
        mov     si, .packet
        mov     ah, 42h
        int     13h             ; DL is still the drive the BIOS booted from
        jc      .failed
        add     word [.segment], PIECE_BYTES >> 4
        add     word [.lba], 64
        dec     bp
        jnz     .read
        cli
        in      al, 92h         ; A20
        or      al, 2
        and     al, 0FEh
        out     92h, al
        lgdt    [.gdt_pointer]
        mov     eax, cr0
        or      al, CR0_PE
        mov     cr0, eax
        jmp     8:.protected
.failed:
        mov     si, .message
.print:
        lodsb
        out     0E9h, al
        test    al, al
        jnz     .print
        hlt
        jmp     $-1
.message:
        db      10, "@@FATAL disk", 10, 0
        bits 32
.protected:
        mov     ax, 10h
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     esi, LOADED
        mov     edi, IMAGE
        mov     ecx, IMAGE_BYTES / 4
        cld
        rep movsd
        movzx   ecx, byte [.pieces]
        sub     ecx, IMAGE_PIECES
        mov     [preloaded], cl
        mov     edi, PROGRAM - 512      ; the header, which is a sector, comes first
        shl     ecx, 13                 ; pieces to units of 4 bytes
        rep movsd
        mov     eax, agent
        jmp     eax
        align 8
.gdt:
        dq      0, 00CF9B000000FFFFh, 00CF93000000FFFFh
.gdt_pointer:
        dw      23
        dd      .gdt
        times 510-($-$$) db 0
        dw      0AA55h

; the first page of the image is not in the low window, which code of both 32 and 64 bits needs
%include "console.asm"
%include "entry.asm"
%include "tables.asm"
%include "low_window.asm"
%include "descriptors.asm"
%include "disk.asm"
%include "programs.asm"
%include "block.asm"
        section .text
        times 1000h-($-$$) int3
%include "registers.asm"
%include "steps.asm"
%include "exceptions.asm"
%include "modes.asm"
%include "legacy.asm"
%include "mode_change.asm"
%include "restart.asm"
%include "processors.asm"
%include "real_mode.asm"
%include "tasks.asm"
%include "implicit.asm"
%include "story.asm"
%include "stubs.asm"
%include "data.asm"

        section .text
        times TEXT_BYTES-($-$$) db 0
        section .processors
        times IMAGE_BYTES-(PROCESSORS-IMAGE)-($-$$) db 0
