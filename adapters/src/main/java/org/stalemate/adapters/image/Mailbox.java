package org.stalemate.adapters.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * The place in an image through which a running agent gets one program after the other: a sector with the request, the program, and right
 * behind it room for its results, since Bochs lets the head move slowly.
 */
public final class Mailbox implements AutoCloseable {
    /** How long it is. */
    static final int SECTORS = 1 << 14;

    private static final int REQUEST = 24;

    private final FileChannel file;
    private final long at;
    private final ByteBuffer request = ByteBuffer.allocate(REQUEST).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer content = ByteBuffer.allocate(1 << 20);
    private int sequence;
    private long resultsAt;
    private long resultBytes;

    /** @param at byte of the file */
    Mailbox(FileChannel file, long at) {
        this.file = file;
        this.at = at;
    }

    /** {@return whether a program fits whose blocks and results together have so many bytes} */
    public static boolean fits(long bytes) {
        return bytes / DiskImage.SECTOR + 3 <= SECTORS;
    }

    /**
     * Asks for the execution of a program.
     *
     * @param blocks the blocks of the program, each whole; they have to fit
     * @param bytes how many bytes its results may have
     * @param traced whether the agent sends the result of each step when it is done
     */
    public void send(List<ByteBuffer> blocks, long bytes, boolean traced) throws IOException {
        int size = 0;
        for (ByteBuffer block : blocks) {
            size += block.remaining();
        }
        if (size > content.capacity()) {
            content = ByteBuffer.allocate(Math.max(size, 2 * content.capacity()));
        }
        content.clear();
        blocks.forEach(content::put);
        DiskImage.writeAll(file, content.flip(), at + DiskImage.SECTOR);
        int sectors = DiskImage.sectors(size);
        resultsAt = at + (long) DiskImage.SECTOR * (1 + sectors);
        resultBytes = bytes;
        sequence++;
        request.clear().putInt(sequence).putInt(sectors).putInt(blocks.size()).putInt(DiskImage.sectors(bytes));
        request.putInt(traced ? 1 : 0).putInt(sequence);
        DiskImage.writeAll(file, request.flip(), at);
    }

    /**
     * {@return the results of the last program, and what was there before behind them}
     *
     * @param written up to how many bytes the agent has written
     */
    public ByteBuffer results(long written) throws IOException {
        ByteBuffer results =
                ByteBuffer.allocate((int) Math.min(written, resultBytes)).order(ByteOrder.LITTLE_ENDIAN);
        DiskImage.readAll(file, results, resultsAt);
        return results.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
