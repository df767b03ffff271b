package org.stalemate.generators;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Vendor;

/**
 * Which processors scenarios run on.
 *
 * @param profiles drawn with equal chances; one listed twice is drawn twice as often
 * @param maxPhyAddrs drawn with equal chances
 * @param always features that every processor has
 * @param never features that no processor has
 * @param completePercent how many of 100 processors have every feature but LA57 and those of {@code never}; of the
 *     others each feature is missing now and then
 * @param twoProcessorsPercent how many of 100 scenarios have two logical processors, the others having one
 */
public record PlatformMix(
        List<Profile> profiles,
        List<Integer> maxPhyAddrs,
        Set<Feature> always,
        Set<Feature> never,
        int completePercent,
        int twoProcessorsPercent) {

    private static final Profile STRICT = new Profile(Vendor.UNION, true);

    /** UNION in 6 of 10 scenarios, INTEL in 2, AMD and UNION STRICT in 1 each; MAXPHYADDR 36, 40, 46 or 52. */
    public static final PlatformMix STANDARD = new PlatformMix(
            List.of(
                    Profile.UNION,
                    Profile.UNION,
                    Profile.UNION,
                    Profile.UNION,
                    Profile.UNION,
                    Profile.UNION,
                    Profile.INTEL,
                    Profile.INTEL,
                    Profile.AMD,
                    STRICT),
            List.of(36, 40, 46, 52),
            Set.of(),
            Set.of(),
            80,
            20);

    /** @throws IllegalArgumentException if there is nothing to draw from, or a feature is both always and never there */
    public PlatformMix {
        profiles = List.copyOf(profiles);
        maxPhyAddrs = List.copyOf(maxPhyAddrs);
        always = inDeclarationOrder(always);
        never = inDeclarationOrder(never);
        if (profiles.isEmpty() || maxPhyAddrs.isEmpty()) {
            throw new IllegalArgumentException("scenarios need at least one profile and one MAXPHYADDR");
        }
        if (!Collections.disjoint(always, never)) {
            throw new IllegalArgumentException("a feature cannot be both demanded and excluded");
        }
        GeneratorSettings.requirePercent(completePercent);
        GeneratorSettings.requirePercent(twoProcessorsPercent);
    }

    private static Set<Feature> inDeclarationOrder(Set<Feature> features) {
        EnumSet<Feature> ordered = EnumSet.noneOf(Feature.class);
        ordered.addAll(features);
        return Collections.unmodifiableSet(ordered);
    }

    /** {@return the mix that always draws the same processor} */
    public static PlatformMix only(Platform platform) {
        Set<Feature> missing = EnumSet.allOf(Feature.class);
        missing.removeAll(platform.features());
        if (platform.logicalProcessors() > 2) {
            throw new IllegalArgumentException("scenarios have one or two logical processors");
        }
        return new PlatformMix(
                List.of(platform.profile()),
                List.of(platform.maxPhyAddr()),
                platform.features(),
                missing,
                100,
                platform.logicalProcessors() == 2 ? 100 : 0);
    }

    /** {@return the same mix with other profiles} */
    public PlatformMix withProfiles(List<Profile> others) {
        return new PlatformMix(others, maxPhyAddrs, always, never, completePercent, twoProcessorsPercent);
    }

    /** {@return the same mix with other MAXPHYADDRs} */
    public PlatformMix withMaxPhyAddrs(List<Integer> others) {
        return new PlatformMix(profiles, others, always, never, completePercent, twoProcessorsPercent);
    }

    /** {@return the same mix with other demands on features} */
    public PlatformMix withFeatures(Set<Feature> demanded, Set<Feature> excluded) {
        return new PlatformMix(profiles, maxPhyAddrs, demanded, excluded, completePercent, twoProcessorsPercent);
    }

    /** {@return the same mix with another share of two-processor scenarios} */
    public PlatformMix withTwoProcessors(int percent) {
        return new PlatformMix(profiles, maxPhyAddrs, always, never, completePercent, percent);
    }

    /** {@return a processor, with LA57 if that is wanted} */
    Platform draw(boolean la57, RandomSource random) {
        Profile profile = profiles.get(random.below(profiles.size()));
        int maxPhyAddr = maxPhyAddrs.get(random.below(maxPhyAddrs.size()));
        int processors = random.chance(twoProcessorsPercent) ? 2 : 1;
        return new Platform(profile, maxPhyAddr, drawFeatures(la57, random), processors);
    }

    private Set<Feature> drawFeatures(boolean la57, RandomSource random) {
        boolean complete = random.chance(completePercent);
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            boolean drawn = feature == Feature.LA57 ? random.chance(10) || la57 : complete || random.chance(70);
            if (always.contains(feature) || (drawn && !never.contains(feature))) {
                features.add(feature);
            }
        }
        return features;
    }
}
