package org.stalemate.faults;

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
    static final Requirement PCIDS = new Requirement(EnumSet.allOf(Vendor.class), EnumSet.of(Feature.PCID), 1);
    static final Requirement INVPCID =
            new Requirement(EnumSet.allOf(Vendor.class), EnumSet.of(Feature.PCID, Feature.INVPCID), 1);
    static final Requirement ANY = new Requirement(EnumSet.allOf(Vendor.class), EnumSet.noneOf(Feature.class), 1);
    static final Requirement INTEL = new Requirement(EnumSet.of(Vendor.INTEL), EnumSet.noneOf(Feature.class), 1);
    static final Requirement INTEL_PCIDS = new Requirement(EnumSet.of(Vendor.INTEL), EnumSet.of(Feature.PCID), 1);

    /** Copies the sets, in declaration order. */
    public Requirement {
        vendors = Collections.unmodifiableSet(EnumSet.copyOf(vendors));
        EnumSet<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        features = Collections.unmodifiableSet(copy);
    }

    /** {@return whether the fault can be visible on a platform} */
    public boolean isMetBy(Platform platform) {
        return vendors.contains(platform.profile().vendor())
                && platform.features().containsAll(features)
                && platform.logicalProcessors() >= logicalProcessors;
    }
}
