package org.stalemate.mmu.invalidation;

import java.util.Arrays;
import org.stalemate.mmu.host.HostProcessor;

/**
 * Flushes of the hardware that one logical processor owes before it enters the guest again. Requests are posted by whoever
 * makes them necessary, on whatever processor, and cannot be lost: they stay until serviced.
 */
public class FlushRequests {
    private static final int TAGS = 0x1000;

    private final long[] tags = new long[TAGS / 64];
    private int[] tagList = new int[16];
    private int tagCount;
    private Scope broad = Scope.NOTHING;

    /** Forgets all requests. */
    public final void reset() {
        broad = Scope.NOTHING;
        clearTags();
    }

    /** Asks for a flush; {@code tag} matters to {@link Scope#ONE_PCID} alone. */
    public final void post(Scope scope, int tag) {
        switch (scope) {
            case NOTHING -> {}
            case ONE_PCID -> postTag(tag);
            case ALL_BUT_GLOBALS -> broad = broad == Scope.EVERYTHING ? broad : scope;
            case EVERYTHING -> broad = scope;
        }
    }

    private void postTag(int tag) {
        if ((tags[tag >> 6] >>> tag & 1) == 0) {
            tags[tag >> 6] |= 1L << tag;
            if (tagCount == tagList.length) {
                tagList = Arrays.copyOf(tagList, 2 * tagCount);
            }
            tagList[tagCount++] = tag;
        }
    }

    /** {@return whether anything is to be done before the guest runs on} */
    public boolean pending() {
        return tagCount > 0 || broad != Scope.NOTHING;
    }

    /** Carries out what was asked for. */
    public final void service(HostProcessor processor) {
        if (broad == Scope.EVERYTHING) {
            processor.flushAll();
        } else {
            if (broad == Scope.ALL_BUT_GLOBALS) {
                processor.flushAllButGlobals();
            } else {
                for (int i = 0; i < tagCount; i++) {
                    processor.flushTag(tagList[i]);
                }
            }
        }
        reset();
    }

    private void clearTags() {
        for (int i = 0; i < tagCount; i++) {
            tags[tagList[i] >> 6] = 0;
        }
        tagCount = 0;
    }
}
