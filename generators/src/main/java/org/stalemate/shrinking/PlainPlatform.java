package org.stalemate.shrinking;

import java.util.EnumSet;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;

/** Moves a scenario to the platform of the normal form, or one property of it. */
final class PlainPlatform implements Simplification {
    @Override
    public int places(Scenario scenario) {
        return 6;
    }

    @Override
    public Scenario at(Scenario scenario, int place) {
        Platform platform = scenario.start().platform();
        Profile profile = platform.profile();
        int processors = platform.logicalProcessors();
        return Variants.withPlatform(
                scenario,
                switch (place) {
                    case 0 -> NormalForm.platform(processors);
                    case 1 -> new Platform(Profile.UNION, platform.maxPhyAddr(), platform.features(), processors);
                    case 2 ->
                        new Platform(
                                new Profile(profile.vendor(), false),
                                platform.maxPhyAddr(),
                                platform.features(),
                                processors);
                    case 3 -> new Platform(profile, platform.maxPhyAddr(), NormalForm.FEATURES, processors);
                    case 4 -> new Platform(profile, NormalForm.MAXPHYADDR, platform.features(), processors);
                    default -> new Platform(profile, platform.maxPhyAddr(), EnumSet.allOf(Feature.class), processors);
                });
    }
}
