package org.stalemate.adapters.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A disk image that an emulator boots: boot sector and agent, a header that tells the agent what to do, and after it what it
 * tells, or the mailbox. Places are in sectors of 512 bytes.
 *
 * @param path the file
 * @param cylinders its size in cylinders of 16 heads of 63 sectors
 * @param mailbox where the agent looks for programs to execute, if it does
 */
public record DiskImage(Path path, int cylinders, int mailbox) {
    /** Bytes of a piece in which the agent writes results. */
    public static final int PIECE = 1 << 16;

    static final int SECTOR = 512;
    private static final int CYLINDER = 16 * 63 * SECTOR;
    /** Boot sector and agent. */
    private static final int AGENT_SECTORS = 129;

    private static final int HEADER_AT = AGENT_SECTORS;
    private static final int PROGRAM_AT = HEADER_AT + 1;
    private static final int MAGIC = 'S' | 'T' << 8 | 'L' << 16 | 'M' << 24;
    private static final int VERSION = 2;
    /** Where the boot sector says how many pieces of 64 sectors the BIOS is to load. */
    private static final int PIECES_BYTE = 21;

    private static final int PIECE_SECTORS = 64;
    /** From 10000H to 90000H. */
    private static final int MOST_PIECES = 16;

    /** What the agent does. */
    private enum Mode {
        /** Executes the programs that the mailbox asks for, one after the other. */
        EXECUTE(1),
        /** Tells what CPUID enumerates. */
        PROBE(2),
        /** Executes one block and tells which of its outcomes are permitted. */
        TELL(4);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    /** Writes an image whose programs are brought one by one, see {@link Mailbox}. */
    public static DiskImage programs(Path path, byte[] agent, int processors) throws IOException {
        ByteBuffer header = header(Mode.EXECUTE, processors).putInt(24, PROGRAM_AT);
        int cylinders = write(path, agent, header, List.of(), PROGRAM_AT + Mailbox.SECTORS);
        return new DiskImage(path, cylinders, PROGRAM_AT);
    }

    /** {@return whether the BIOS can load a program of so many bytes, all of it below 640 KB} */
    public static boolean fitsPreloaded(long bytes) {
        return pieces(bytes) <= MOST_PIECES;
    }

    /**
     * Writes an image that needs the BIOS alone to be loaded, from whatever medium, and tells a story.
     *
     * @param parts the block and what is told of it; {@link #fitsPreloaded} must hold for them
     */
    public static DiskImage story(Path path, byte[] agent, List<ByteBuffer> parts, int processors) throws IOException {
        long bytes = parts.stream().mapToLong(ByteBuffer::remaining).sum();
        byte[] loader = agent.clone();
        loader[PIECES_BYTE] = (byte) pieces(bytes);
        ByteBuffer header = header(Mode.TELL, processors).putInt(12, PROGRAM_AT).putInt(16, sectors(bytes));
        int cylinders = write(path, loader, header, parts, (pieces(bytes) * PIECE_SECTORS) + 1);
        return new DiskImage(path, cylinders, 0);
    }

    /** {@return how many pieces the BIOS has to load of an image with a program of so many bytes} */
    private static int pieces(long bytes) {
        return (PROGRAM_AT - 1 + sectors(bytes) + PIECE_SECTORS - 1) / PIECE_SECTORS;
    }

    /** Writes an image that tells what CPUID enumerates. */
    public static DiskImage probe(Path path, byte[] agent) throws IOException {
        int cylinders = write(path, agent, header(Mode.PROBE, 1), List.of(), PROGRAM_AT);
        return new DiskImage(path, cylinders, 0);
    }

    private static ByteBuffer header(Mode mode, int processors) {
        ByteBuffer header = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        return header.putInt(0, MAGIC).putInt(4, VERSION).putInt(8, mode.code).putInt(20, processors);
    }

    static int sectors(long bytes) {
        return (int) ((bytes + SECTOR - 1) / SECTOR);
    }

    private static int write(Path path, byte[] agent, ByteBuffer header, List<ByteBuffer> program, int sectors)
            throws IOException {
        if (agent.length > AGENT_SECTORS * SECTOR) {
            throw new IllegalArgumentException("the agent has " + agent.length + " bytes, which is too long");
        }
        int cylinders = (int) (((long) sectors * SECTOR + CYLINDER - 1) / CYLINDER);
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(file, ByteBuffer.wrap(agent), 0);
            writeAll(file, header, (long) HEADER_AT * SECTOR);
            long at = (long) PROGRAM_AT * SECTOR;
            ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
            for (ByteBuffer part : program) {
                if (part.remaining() > chunk.remaining()) {
                    at = flush(file, chunk, at);
                }
                if (part.remaining() > chunk.capacity()) {
                    int size = part.remaining();
                    writeAll(file, part, at);
                    at += size;
                } else {
                    chunk.put(part);
                }
            }
            flush(file, chunk, at);
            writeAll(file, ByteBuffer.allocate(1), (long) cylinders * CYLINDER - 1);
        }
        return cylinders;
    }

    private static long flush(FileChannel file, ByteBuffer chunk, long at) throws IOException {
        int size = chunk.position();
        writeAll(file, chunk.flip(), at);
        chunk.clear();
        return at + size;
    }

    static void writeAll(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    /** Reads until the buffer is full or the file ends. */
    static void readAll(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = file.read(bytes, position);
            position += count;
        }
    }

    /** {@return the mailbox of an image for programs} */
    public Mailbox openMailbox() throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Mailbox(file, (long) mailbox * SECTOR);
    }
}
