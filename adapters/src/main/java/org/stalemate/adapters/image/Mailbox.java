package org.stalemate.adapters.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The place in an image through which a running agent gets one block after the other. */
public final class Mailbox implements AutoCloseable {
    private static final int SECTOR = 512;

    private final FileChannel file;
    private final long at;
    private final long replyAt;
    private final ByteBuffer request = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer content;
    private int sequence;

    Mailbox(FileChannel file, long at, int sectors, long replyAt) {
        this.file = file;
        this.at = at;
        this.replyAt = replyAt;
        content = ByteBuffer.allocate(sectors * SECTOR);
    }

    /** Hands over a block, which has to fit. */
    public void send(ByteBuffer block) throws IOException {
        content.clear().put(block);
        int sectors = (content.position() + SECTOR - 1) / SECTOR;
        content.limit(sectors * SECTOR).position(0);
        DiskImage.writeAll(file, content, at + SECTOR);
        request(sectors);
    }

    /**
     * {@return the results of the last block, and what was there before behind them}
     *
     * @param bytes how many they are at most
     */
    public ByteBuffer reply(int bytes) throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(bytes);
        DiskImage.readAll(file, reply, replyAt);
        return reply.flip();
    }

    private void request(int sectors) throws IOException {
        request.clear().putInt(++sequence).putInt(sectors).flip();
        DiskImage.writeAll(file, request, at);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
