package org.stalemate.adapters;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Speaks the agent's part of the protocol from a process of its own, and misbehaves when a load from one of the addresses below is
 * asked for. All other loads give what the word of frame 200H at the same offset is listed with.
 */
final class FakeAgent {
    /** Not canonical, so that nothing has to be there. */
    static final long HANG = 0x0BAD_0000_0000_0008L;

    static final long EXIT_BADLY = 0x0BAD_0000_0000_0010L;
    static final long EXIT_WELL = 0x0BAD_0000_0000_0018L;
    static final long TALK_NONSENSE = 0x0BAD_0000_0000_0020L;
    static final long WRONG_RESULTS = 0x0BAD_0000_0000_0028L;
    static final long START_AGAIN = 0x0BAD_0000_0000_0030L;
    static final long FATAL = 0x0BAD_0000_0000_0038L;
    /** Once only, as the file tells that is the second argument. */
    static final long EXIT_ONCE = 0x0BAD_0000_0000_0040L;

    static final long SLEEP = 0x0BAD_0000_0000_0048L;
    static final long SPIN = 0x0BAD_0000_0000_0050L;

    private static final int SECTOR = 512;
    private static final int PIECE = 1 << 16;
    private static final int EXECUTE = 1;

    private final RandomAccessFile image;
    private final Path once;
    private final ByteBuffer header;
    private boolean isTraced;

    private FakeAgent(RandomAccessFile image, Path once) throws IOException {
        this.image = image;
        this.once = once;
        header = read(129, 1);
    }

    /** @param arguments the image, and a file that does not exist yet */
    public static void main(String[] arguments) throws Exception {
        System.out.print("a banner\n@@STLM1\n");
        try (RandomAccessFile image = new RandomAccessFile(arguments[0], "rw")) {
            FakeAgent agent = new FakeAgent(image, Path.of(arguments[1]));
            if (agent.header.getInt(8) == EXECUTE) {
                agent.executePrograms();
            }
            // "GenuineIntel", PSE-36, NX and 1 GB pages, 40 bits
            System.out.print("@@CPUID 756E6547 49656E69 6C65746E 0 20000 0 0 0 04100000 0 3028\n\n@@END\n");
        }
    }

    private ByteBuffer read(int sector, int count) throws IOException {
        byte[] bytes = new byte[count * SECTOR];
        image.seek((long) sector * SECTOR);
        image.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void executePrograms() throws Exception {
        int mailbox = header.getInt(24);
        int sequence = 0;
        while (true) {
            ByteBuffer request = read(mailbox, 1);
            if (request.getInt(0) == sequence || request.getInt(0) != request.getInt(20)) {
                Thread.sleep(1);
                continue;
            }
            sequence = request.getInt(0);
            isTraced = request.getInt(16) != 0;
            int sectors = request.getInt(4);
            execute(read(mailbox + 1, sectors), request.getInt(8), (long) (mailbox + 1 + sectors) * SECTOR);
            say("!");
        }
    }

    private void execute(ByteBuffer program, int blocks, long resultsAt) throws Exception {
        ByteBuffer results = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
        int saved = 0;
        int at = 0;
        for (int i = 0; i < blocks; i++) {
            say(".");
            int size = program.getInt(at);
            results.put(execute(program.slice(at, size).order(ByteOrder.LITTLE_ENDIAN)));
            at += size;
            while (results.position() - saved >= PIECE) {
                write(resultsAt + saved, results.slice(saved, PIECE));
                saved += PIECE;
                say("#");
            }
        }
        write(resultsAt + saved, results.slice(saved, results.position() - saved));
    }

    private static void say(String text) {
        System.out.print(text);
        System.out.flush();
    }

    private void write(long at, ByteBuffer bytes) throws IOException {
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        image.seek(at);
        image.write(content);
    }

    private ByteBuffer execute(ByteBuffer block) throws Exception {
        int words = block.getShort(10);
        int steps = block.getShort(12);
        int firstWord = 32 + 64 * block.getShort(14);
        Map<Long, Long> memory = new HashMap<>();
        for (int i = 0; i < words; i++) {
            memory.put(block.getLong(firstWord + 16 * i), block.getLong(firstWord + 16 * i + 8));
        }
        ByteBuffer results = ByteBuffer.allocate(16 + 32 * steps).order(ByteOrder.LITTLE_ENDIAN);
        results.putInt(0, block.getInt(4)).putShort(4, (short) steps);
        for (int i = 0; i < steps; i++) {
            int step = firstWord + 16 * words + 32 * i;
            long address = block.getLong(step + 8);
            if (block.get(step) == 1) {
                misbehave(address, results);
                long value = memory.getOrDefault(0x20_0000 + (address & 0xFFF), 0L);
                results.putLong(16 + 32 * i + 8, value);
            }
            if (isTraced) {
                System.out.write('+');
                System.out.write(results.array(), 16 + 32 * i, 32);
                System.out.flush();
            }
        }
        return results;
    }

    private void misbehave(long address, ByteBuffer results) throws Exception {
        if (address == HANG) {
            Thread.sleep(1_000_000);
        } else if (address == EXIT_BADLY) {
            System.exit(3);
        } else if (address == EXIT_WELL) {
            System.exit(0);
        } else if (address == TALK_NONSENSE) {
            say("....##..?!".repeat(10));
            System.exit(0);
        } else if (address == WRONG_RESULTS) {
            results.putInt(0, 0x7777_7777);
        } else if (address == START_AGAIN) {
            say("@@STLM1\n");
            Thread.sleep(1_000_000);
        } else if (address == FATAL) {
            say("\n@@FATAL 0000000E 00000002 0 0\n");
            System.exit(0);
        } else if (address == EXIT_ONCE && !Files.exists(once)) {
            Files.createFile(once);
            System.exit(3);
        } else if (address == SLEEP) {
            Thread.sleep(300);
        } else if (address == SPIN) {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
