package org.stalemate.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Vendor;

/**
 * What a platform must be like for a fault to be visible on it.
 *
 * @param vendors whose reading forbids what the fault does; immutable
 * @param features what the shortest scenario uses; immutable
 * @param logicalProcessors how many logical processors it takes
 */
public record Requirement(Set<Vendor> vendors, Set<Feature> features, int logicalProcessors) {
    static final Requirement ANY = with();
    static final Requirement PCIDS = with(Feature.PCID);
    static final Requirement INVPCID = with(Feature.PCID, Feature.INVPCID);
    static final Requirement INTEL = of(Vendor.INTEL);
    static final Requirement INTEL_PCIDS = of(Vendor.INTEL, Feature.PCID);

    /** Copies the sets, in declaration order. */
    public Requirement {
        vendors = Collections.unmodifiableSet(EnumSet.copyOf(vendors));
        EnumSet<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        features = Collections.unmodifiableSet(copy);
    }

    /** {@return one logical processor with features, whoever made it} */
    static Requirement with(Feature... features) {
        return new Requirement(EnumSet.allOf(Vendor.class), Set.copyOf(Arrays.asList(features)), 1);
    }

    /** {@return one logical processor of a vendor with features} */
    static Requirement of(Vendor vendor, Feature... features) {
        return new Requirement(EnumSet.of(vendor), Set.copyOf(Arrays.asList(features)), 1);
    }

    /** {@return whether the fault can be visible on a platform} */
    public boolean isMetBy(Platform platform) {
        return vendors.contains(platform.profile().vendor())
                && platform.features().containsAll(features)
                && platform.logicalProcessors() >= logicalProcessors;
    }
}
