package org.stalemate.mmu.shadow;

import java.util.Arrays;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.invalidation.Scope;

/**
 * Which frames the guest may not write without the hypervisor's notice, because a shadow page relies on their contents, and
 * through which shadow entries each frame can be written: the reverse map. Before a frame is relied on, those entries lose
 * write access and every processor's hardware forgets them (IMPL-WP-TRACK).
 */
final class WriteTracking {
    private static final int MOST = 1 << 16;
    private static final int HEADROOM = 8;
    private static final int NONE = -1;

    private final ShadowPages pages;
    private final FlushRequests[] requests;
    private final FlushPolicy policy;
    private int[] reliance = new int[64];
    private int[] firstWritable = new int[64];
    private int[] places = new int[256];
    private int[] frames = new int[256];
    private int[] nexts = new int[256];
    private int count;

    WriteTracking(ShadowPages pages, FlushRequests[] requests, FlushPolicy policy) {
        this.pages = pages;
        this.requests = requests;
        this.policy = policy;
        Arrays.fill(firstWritable, NONE);
    }

    /** Forgets everything; the shadow pages must still be there. */
    void reset() {
        for (int page = 0; page < pages.count(); page++) {
            int frame = pages.frame(page);
            if (frame != ShadowPages.NONE) {
                reliance[frame] = 0;
            }
        }
        for (int i = 0; i < count; i++) {
            firstWritable[frames[i]] = NONE;
        }
        count = 0;
    }

    boolean isNearlyFull() {
        return count > MOST - HEADROOM;
    }

    /** {@return whether stores to a frame have to be noticed} */
    boolean isTracked(int frame) {
        return frame < reliance.length && policy.isReliedOn(reliance[frame]);
    }

    /** One more shadow page relies on a frame. */
    void relyOn(int frame) {
        makeRoom(frame);
        boolean tracked = isTracked(frame);
        reliance[frame]++;
        if (!tracked) {
            protect(frame);
        }
    }

    /** No shadow page relies on a frame any more. */
    void release(int frame) {
        reliance[frame] = 0;
    }

    /** Notes that a shadow entry lets the hardware write to a frame. */
    void noteWritable(int frame, int place) {
        makeRoom(frame);
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            frames = Arrays.copyOf(frames, 2 * count);
            nexts = Arrays.copyOf(nexts, 2 * count);
        }
        places[count] = place;
        frames[count] = frame;
        nexts[count] = firstWritable[frame];
        firstWritable[frame] = count++;
    }

    private void protect(int frame) {
        if (firstWritable[frame] == NONE) {
            return;
        }
        boolean wasWritable = false;
        for (int i = firstWritable[frame]; i != NONE; i = nexts[i]) {
            wasWritable |= pages.protect(places[i], frame);
        }
        firstWritable[frame] = NONE;
        if (policy.flushesAtProtection(wasWritable)) {
            for (FlushRequests owed : requests) {
                owed.post(Scope.EVERYTHING, 0);
            }
        }
    }

    private void makeRoom(int frame) {
        int old = reliance.length;
        if (frame >= old) {
            int capacity = Math.max(frame + 1, 2 * old);
            reliance = Arrays.copyOf(reliance, capacity);
            firstWritable = Arrays.copyOf(firstWritable, capacity);
            Arrays.fill(firstWritable, old, capacity, NONE);
        }
    }
}
