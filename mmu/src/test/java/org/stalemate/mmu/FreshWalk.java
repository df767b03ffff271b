package org.stalemate.mmu;

import java.util.HashMap;
import java.util.Map;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.TableFrame;

/** The simplest machine there is: supervisor, WP=1, NXE=1, and every access walks memory as it is. */
final class FreshWalk {
    private final Map<Long, Long> words = new HashMap<>();

    void load(TableFrame table) {
        for (int i = 0; i < TableFrame.WORDS; i++) {
            write(table.frame(), i, table.entries().getOrDefault(i, 0L));
        }
    }

    long read(long frame, long word) {
        long address = frame * 4096 + word * 8;
        return words.getOrDefault(address, DataPattern.at(address));
    }

    void write(long frame, long word, long value) {
        words.put(frame * 4096 + word * 8, value);
    }

    Outcome load(long root, long linear) {
        long result = walk(root, linear, false);
        return result < 0
                ? new Outcome.PageFault((int) -result - 1, linear)
                : new Outcome.Loaded(read(result, linear / 8 % 512), result);
    }

    Outcome store(long root, long linear, long value) {
        long result = walk(root, linear, true);
        if (result < 0) {
            return new Outcome.PageFault((int) -result - 1, linear);
        }
        write(result, linear / 8 % 512, value);
        return new Outcome.Stored(result);
    }

    private long walk(long root, long linear, boolean write) {
        int code = write ? 2 : 0;
        long frame = root;
        boolean writable = true;
        long[] frames = new long[5];
        for (int level = 4; ; level--) {
            frames[level] = frame;
            long entry = read(frame, word(linear, level));
            if (entry % 2 == 0) {
                return -1L - code;
            }
            writable &= (entry & 2) != 0;
            frame = (entry >>> 12) & 0xFF_FFFF;
            boolean page = level == 1 || (entry & 128) != 0;
            long pieces = 1L << (9 * level - 9);
            if (page && frame % pieces != 0) {
                return -1L - code - 9;
            }
            if (page && write && !writable) {
                return -1L - code - 1;
            }
            if (page) {
                for (int l = 4; l >= level; l--) {
                    long old = read(frames[l], word(linear, l));
                    write(frames[l], word(linear, l), old | 32 | (write && l == level ? 64 : 0));
                }
                return frame + linear / 4096 % pieces;
            }
        }
    }

    private static long word(long linear, int level) {
        return (linear >>> (3 + 9 * level)) & 511;
    }
}
