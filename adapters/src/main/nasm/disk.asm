; The primary master, LBA28: by bus-master DMA where the PCI IDE function of the i440FX chipset is found (a port access
; costs QEMU half a microsecond, and a block would need two thousand), else by PIO.

ATA             equ 1F0h
ATA_READ        equ 20h
ATA_WRITE       equ 30h
ATA_READ_DMA    equ 0C8h
ATA_WRITE_DMA   equ 0CAh
ATA_BSY         equ 80h
ATA_DRQ         equ 8
FEW_SECTORS     equ 8           ; up to here PIO is faster than the start of DMA
MOST_SECTORS    equ 128         ; a command; 64 KB, which need two physical regions at most

PCI_ADDRESS     equ 0CF8h
PCI_DATA        equ 0CFCh
IDE_FUNCTION    equ 80000900h   ; bus 0, device 1, function 1
PCI_COMMAND     equ 04h
PCI_CLASS       equ 08h
PCI_BAR4        equ 20h
BUS_MASTER      equ 5           ; I/O space and bus master, in the command register

; ports of the bus master, from its base
DMA_COMMAND     equ 0
DMA_STATUS      equ 2
DMA_REGIONS     equ 4
DMA_START       equ 1
DMA_TO_MEMORY   equ 8
DMA_ENDED       equ 4           ; interrupt, in the status

        section .text
        bits 64
; Looks for the bus master. Changes RAX, RCX, RDX.
find_bus_master:
        mov     ecx, PCI_CLASS
        call    .select
        in      eax, dx
        shr     eax, 16
        cmp     eax, 0101h              ; mass storage, IDE
        jne     .none
        mov     ecx, PCI_BAR4
        call    .select
        in      eax, dx
        and     eax, 0FFF0h
        jz      .none
        mov     [bus_master], eax
        mov     ecx, PCI_COMMAND
        call    .select
        mov     eax, BUS_MASTER
        out     dx, ax
.none:
        ret
.select:
        mov     eax, IDE_FUNCTION
        or      eax, ecx
        mov     edx, PCI_ADDRESS
        out     dx, eax
        mov     edx, PCI_DATA
        ret

; EBX sectors from LBA ESI on to RDI. Changes RAX, RCX, RDX, RSI, RDI, RBX, R8 to R11.
disk_read:
        mov     r9d, ATA_READ
        mov     r10d, ATA_READ_DMA
        mov     r11d, DMA_TO_MEMORY
        jmp     transfer

; EBX sectors from RDI to LBA ESI on. Changes the same.
disk_write:
        mov     r9d, ATA_WRITE
        mov     r10d, ATA_WRITE_DMA
        xor     r11d, r11d
transfer:
        test    ebx, ebx
        jz      .done
        mov     r8d, MOST_SECTORS
        cmp     ebx, r8d
        cmovb   r8d, ebx
        lea     rax, [.done_part]
        push    rax
        cmp     r8d, FEW_SECTORS
        jbe     .by_pio
        cmp     dword [bus_master], 0
        jne     by_dma
.by_pio:
        cmp     r9d, ATA_READ
        je      read_by_pio
        jmp     write_by_pio
.done_part:
        sub     ebx, r8d
        add     esi, r8d
        jmp     transfer
.done:
        ret

; R8 sectors between LBA ESI and RDI, which moves on: R10 the command, R11 the direction
by_dma:
        mov     eax, edi                ; bits 31:0 are physical
        mov     ecx, r8d
        shl     ecx, 9
        mov     edx, eax
        neg     edx
        and     edx, 0FFFFh             ; bytes up to the next 64 KB, which no region may cross
        jz      .one
        cmp     edx, ecx
        jae     .one
        mov     [dma_regions], eax
        mov     [dma_regions + 4], edx
        add     eax, edx
        sub     ecx, edx
        mov     [dma_regions + 8], eax
        mov     [dma_regions + 12], cx
        mov     word [dma_regions + 14], 8000h
        jmp     .regions
.one:
        mov     [dma_regions], eax
        mov     [dma_regions + 4], cx   ; 64 KB are 0
        mov     word [dma_regions + 6], 8000h
.regions:
        mov     edx, [bus_master]
        add     edx, DMA_REGIONS
        lea     rax, [dma_regions]
        out     dx, eax
        add     edx, DMA_STATUS - DMA_REGIONS
        mov     al, 6                   ; clears error and interrupt
        out     dx, al
        add     edx, DMA_COMMAND - DMA_STATUS
        mov     eax, r11d
        out     dx, al
        mov     eax, r10d
        call    disk_command
        mov     edx, [bus_master]
        lea     eax, [r11 + DMA_START]
        out     dx, al
        add     edx, DMA_STATUS - DMA_COMMAND
.wait:
        in      al, dx
        test    al, DMA_ENDED
        jz      .wait
        add     edx, DMA_COMMAND - DMA_STATUS
        mov     eax, r11d
        out     dx, al
        mov     edx, ATA + 7            ; reading the status takes the interrupt back
        in      al, dx
        mov     eax, r8d
        shl     eax, 9
        add     rdi, rax
        ret

read_by_pio:
        mov     eax, ATA_READ
        call    disk_command
        push    r8
.sector:
        call    disk_wait
        mov     edx, ATA
        mov     ecx, 128
        rep insd
        dec     r8d
        jnz     .sector
        pop     r8
        ret

write_by_pio:
        mov     eax, ATA_WRITE
        call    disk_command
        push    r8
        xchg    rsi, rdi
.sector:
        call    disk_wait
        mov     edx, ATA
        mov     ecx, 128
        rep outsd
        dec     r8d
        jnz     .sector
        xchg    rsi, rdi
        pop     r8
.busy:
        mov     edx, ATA + 7
        in      al, dx
        test    al, ATA_BSY
        jnz     .busy
        ret

; Gives the disk the command EAX for R8 sectors from LBA ESI on.
disk_command:
        push    rax
        mov     edx, ATA + 2
        mov     eax, r8d
        out     dx, al
        inc     edx
        mov     eax, esi
        out     dx, al
        inc     edx
        shr     eax, 8
        out     dx, al
        inc     edx
        shr     eax, 8
        out     dx, al
        inc     edx
        shr     eax, 8
        and     al, 0Fh
        or      al, 0E0h
        out     dx, al
        inc     edx
        pop     rax
        out     dx, al
        ret

disk_wait:
        mov     edx, ATA + 7
.again:
        in      al, dx
        test    al, ATA_BSY
        jnz     .again
        test    al, ATA_DRQ
        jz      .again
        ret
