package org.stalemate.vocabulary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The processor that a scenario runs on.
 *
 * @param profile the reading of the manuals
 * @param maxPhyAddr MAXPHYADDR, the number of physical address bits, 36 to 52
 * @param features what CPUID enumerates; immutable, in declaration order
 * @param logicalProcessors how many logical processors there are, 1 to 8, each with caches of its own
 */
public record Platform(Profile profile, int maxPhyAddr, Set<Feature> features, int logicalProcessors) {
    /** Fewest physical address bits that a processor with long mode has. */
    public static final int MIN_MAXPHYADDR = 36;

    /** Most physical address bits that the entry formats can hold. */
    public static final int MAX_MAXPHYADDR = 52;

    /** Most logical processors a scenario may have. */
    public static final int MAX_LOGICAL_PROCESSORS = 8;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Platform {
        if (maxPhyAddr < MIN_MAXPHYADDR || maxPhyAddr > MAX_MAXPHYADDR) {
            throw new IllegalArgumentException("MAXPHYADDR is 36 to 52, not " + maxPhyAddr);
        }
        if (logicalProcessors < 1 || logicalProcessors > MAX_LOGICAL_PROCESSORS) {
            throw new IllegalArgumentException("logical processors are 1 to 8, not " + logicalProcessors);
        }
        EnumSet<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        features = Collections.unmodifiableSet(copy);
    }

    /** {@return whether CPUID enumerates the feature} */
    public boolean has(Feature feature) {
        return features.contains(feature);
    }
}
