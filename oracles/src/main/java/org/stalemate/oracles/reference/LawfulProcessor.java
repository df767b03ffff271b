package org.stalemate.oracles.reference;

import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.Habits.Preference;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * A processor that does everything an architecture demands and, of what it permits, whatever its habits are. As a subject
 * it conforms, always. Everything that it chooses by chance follows from its seed.
 */
public final class LawfulProcessor implements Mmu {
    private final Habits habits;
    private final long seed;
    private final MutableMemory memory = new MutableMemory();
    private @Nullable LawfulRun run;

    LawfulProcessor(Habits habits, long seed) {
        this.habits = habits;
        this.seed = seed;
    }

    /** {@return a processor that fills, evicts and uses entries at random} */
    public static LawfulProcessor random(long seed) {
        return new LawfulProcessor(
                Habits.hoarding("random", Preference.RANDOM)
                        .withFills(128, 64, 0)
                        .withEvictions(16, 1),
                seed);
    }

    /** {@return a processor that keeps every entry until it has to drop it, and uses the oldest} */
    public static LawfulProcessor hoarding() {
        return new LawfulProcessor(Habits.hoarding("hoarding", Preference.OLDEST), 0);
    }

    /** {@return a processor that walks current memory for each access} */
    public static LawfulProcessor fresh() {
        return new LawfulProcessor(
                Habits.hoarding("caches nothing", Preference.OLDEST).withCapacities(0, 0), 0);
    }

    /** {@return what the processor is called in reports} */
    public String name() {
        return habits.name();
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public void reset(Start start) {
        run = new LawfulRun(start, memory, habits, new Dice(seed));
    }

    @Override
    public Outcome execute(Step step) {
        LawfulRun current = run;
        if (current == null) {
            throw new IllegalStateException("a subject is reset before its first step");
        }
        return current.execute(step);
    }
}
