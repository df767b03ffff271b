package org.stalemate.adapters.encoding;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/** Which bits CR4 has (SDM 2.5). */
public final class Cr4Bits {
    private Cr4Bits() {}

    /** {@return those that a processor with these features surely has} */
    public static long of(Platform platform) {
        long bits = 0x7FF;
        for (Feature feature : platform.features()) {
            bits |= switch (feature) {
                case LA57 -> 1L << 12;
                case PCID -> 1L << 17;
                case SMEP -> 1L << 20;
                case SMAP -> 1L << 21;
                case PKU -> 1L << 22;
                case PKS -> 1L << 24;
                case INVPCID, PAGE_1G, NX, PSE36 -> 0;
            };
        }
        return bits;
    }
}
