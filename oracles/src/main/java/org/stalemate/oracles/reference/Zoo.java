package org.stalemate.oracles.reference;

import java.util.List;
import org.stalemate.oracles.reference.Habits.Preference;

/** Lawful oddities: processors of unusual habits, each of which conforms. */
public final class Zoo {
    private Zoo() {}

    /**
     * {@return one of each kind, the ordinary lawful processors included}
     *
     * @param seed of those that choose by chance
     */
    public static List<LawfulProcessor> all(long seed) {
        return List.of(
                LawfulProcessor.fresh(),
                LawfulProcessor.hoarding(),
                LawfulProcessor.random(seed),
                of(hoarding("keeps exactly one entry", Preference.OLDEST).withCapacities(1, 0), seed),
                of(hoarding("prefetches neighbours", Preference.OLDEST).withFills(0, 0, 2), seed),
                of(hoarding("speculates all the time", Preference.RANDOM).withFills(128, Habits.ALWAYS, 1), seed),
                of(hoarding("splits large pages", Preference.OLDEST).withFills(Habits.ALWAYS, 0, 0), seed),
                of(
                        hoarding("caches paging structures only", Preference.OLDEST)
                                .withCapacities(0, Integer.MAX_VALUE),
                        seed),
                of(hoarding("caches translations only", Preference.OLDEST).withCapacities(Integer.MAX_VALUE, 0), seed),
                of(hoarding("drops everything now and then", Preference.OLDEST).withEvictions(0, 32), seed),
                of(hoarding("drops one entry at a time", Preference.NEWEST).withEvictions(64, 0), seed),
                of(hoarding("keeps globals only", Preference.OLDEST).keepingGlobalsOnly(), seed),
                of(hoarding("flushes on every control write", Preference.OLDEST).flushingOnControlWrites(), seed),
                of(
                        hoarding("caches no key that is not in use", Preference.OLDEST)
                                .losingKeys(),
                        seed),
                of(hoarding("faults if it can", Preference.FAULTING), seed));
    }

    private static Habits hoarding(String name, Preference preference) {
        return Habits.hoarding(name, preference);
    }

    private static LawfulProcessor of(Habits habits, long seed) {
        return new LawfulProcessor(habits, seed);
    }
}
