package org.stalemate.adapters.encoding;

import java.util.List;
import org.stalemate.vocabulary.Platform;

/**
 * The processor that executes the steps.
 *
 * @param platform what CPUID enumerates, as far as the vocabulary has words for it; the number of logical processors is not looked at
 * @param otherCr4 bits of CR4 that the target takes and the vocabulary does not know
 * @param otherEfer bits of IA32_EFER, likewise
 * @param processors how many logical processors the agent can use, 1 or 2
 * @param avoided what is not tried
 */
public record Target(Platform platform, long otherCr4, long otherEfer, int processors, List<Avoidance> avoided) {
    /** Frames below this one are free for scenarios, but for a few below the first megabyte. */
    public static final long FREE_FRAMES = TargetMemory.BUFFERS >>> 12;

    public Target {
        avoided = List.copyOf(avoided);
    }
}
