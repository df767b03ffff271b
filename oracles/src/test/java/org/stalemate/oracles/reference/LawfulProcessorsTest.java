package org.stalemate.oracles.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** The lawful processors do nothing that the flag worlds exclude, and show what sets them apart. */
class LawfulProcessorsTest {
    private static final long X = 0x1000;
    private static final long Y = 0x2000;

    private static final List<Profile> PROFILES = List.of(Profile.INTEL, Profile.AMD, Profile.UNION);

    private static TinyWorld world() {
        return new TinyWorld()
                .word(0x10, 0, entry(0x11, P | W | U))
                .word(0x11, 0, entry(0x12, P | W | U))
                .word(0x12, 0, entry(0x13, P | W | U))
                .word(0x13, 0, entry(0x206, P | W | U))
                .word(0x13, 1, entry(0x200, P | W | U))
                .word(0x13, 2, entry(0x202, P | W | U | G))
                .word(0x13, 3, entry(0x203, P | W | U))
                .word(0x14, 1, entry(0x204, P | W | U))
                .word(0x14, 2, entry(0x205, P | U));
    }

    private static Start start(Profile profile) {
        return world().profile(profile).processor(0x10 << 12 | 5).start();
    }

    private static final List<Step> ALPHABET = List.of(
            load(X),
            load(Y),
            fetch(X),
            store(X, 0x10),
            store(Y, 0x20),
            read(0x13, 1),
            read(0x13, 3),
            read(0x12, 0),
            write(0x13, 1, entry(0x201, P | W | U)),
            write(0x13, 1, entry(0x200, P)),
            write(0x13, 1, 0),
            write(0x13, 2, entry(0x201, P | U | G)),
            write(0x12, 0, entry(0x14, P | W | U)),
            write(0x12, 0, entry(0x400, P | W | U | PS)),
            write(0x12, 0, entry(0x13, P | W | U)),
            invlpg(X),
            invpcid(0, 5, Y),
            invpcid(3, 0, 0),
            cr3(0x10 << 12 | 5),
            cr3(0x10 << 12 | 6 | NO_FLUSH),
            cr4(PAE | PCIDE),
            cr4(CR4),
            new Step.InitAndBringUp(0, 0x10, 5));

    private static List<Step> steps(long seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            steps.add(ALPHABET.get(random.nextInt(ALPHABET.size())));
        }
        return steps;
    }

    @Test
    void the_flag_worlds_permit_every_outcome() {
        int compared = 0;
        for (int seed = 0; seed < 40; seed++) {
            Start start = start(PROFILES.get(seed % 3));
            for (LawfulProcessor subject : Zoo.all(seed)) {
                FlagWorlds worlds = new FlagWorlds(start, List.of(0L, X, Y, 0x3000L, 0x4000L, -0x1000L));
                WorldSet states = worlds.start();
                subject.reset(start);
                for (Step step : steps(seed)) {
                    Outcome outcome = subject.execute(step);
                    Map<Outcome, WorldSet> permitted = worlds.step(states, step);
                    assertThat(permitted)
                            .as("%s: %s, seed %d", subject, step, seed)
                            .containsKey(outcome);
                    states = permitted.getOrDefault(outcome, states);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
    }

    @Test
    void the_same_seed_gives_the_same_outcomes() {
        Start start = start(Profile.UNION);
        List<Outcome> first = outcomes(LawfulProcessor.random(7), start);
        LawfulProcessor reused = LawfulProcessor.random(7);
        outcomes(reused, start(Profile.AMD));
        assertThat(outcomes(reused, start)).isEqualTo(first);
        assertThat(outcomes(LawfulProcessor.random(8), start)).isNotEqualTo(first);
    }

    private static List<Outcome> outcomes(LawfulProcessor subject, Start start) {
        subject.reset(start);
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            steps(seed).forEach(step -> outcomes.add(subject.execute(step)));
        }
        return outcomes;
    }

    private static Outcome last(String name, Step... steps) {
        LawfulProcessor subject = Zoo.all(1).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        subject.reset(start(Profile.UNION));
        Outcome outcome = Outcome.Done.INSTANCE;
        for (Step step : steps) {
            outcome = subject.execute(step);
        }
        return outcome;
    }

    @Test
    void each_kind_shows_its_habit() {
        Step edit = write(0x13, 1, entry(0x201, P | W | U));
        assertThat(last("caches nothing", load(X), edit, load(X))).isEqualTo(loaded(0x201, X));
        assertThat(last("hoarding", load(X), edit, load(X))).isEqualTo(loaded(0x200, X));
        assertThat(last("keeps exactly one entry", load(X), load(Y), edit, load(X)))
                .isEqualTo(loaded(0x201, X));
        assertThat(last("keeps exactly one entry", load(Y), load(X), edit, load(X)))
                .isEqualTo(loaded(0x200, X));
        assertThat(last("prefetches neighbours", load(X), read(0x13, 3)))
                .isEqualTo(new Outcome.Loaded(entry(0x203, P | W | U | A), 0x13));
        assertThat(last("caches paging structures only", load(X), write(0x12, 0, 0), edit, load(X)))
                .isEqualTo(loaded(0x201, X));
        assertThat(last("keeps globals only", load(X), edit, load(X))).isEqualTo(loaded(0x201, X));
        assertThat(last("keeps globals only", load(Y), write(0x13, 2, 0), cr3(0x10 << 12 | 5), load(Y)))
                .isEqualTo(loaded(0x202, Y));
        assertThat(last("flushes on every control write", load(X), edit, cr3(0x10 << 12 | 5 | NO_FLUSH), load(X)))
                .isEqualTo(loaded(0x201, X));
        Step weaken = write(0x13, 1, entry(0x200, P));
        assertThat(last("faults if it can", weaken, load(X), edit, store(X, 8))).isEqualTo(fault(3, X));
        assertThat(last("faults if it can", weaken, load(X), edit, store(X, 8), store(X, 8)))
                .isEqualTo(new Outcome.Stored(0x201));
    }

    @Test
    void a_split_large_page_survives_invlpg_elsewhere_once_a_table_has_replaced_it() {
        long far = 0x10_0000;
        Step[] steps = {
            write(0x12, 0, entry(0x400, P | W | U | PS)),
            load(far),
            write(0x12, 0, entry(0x14, P | W | U)),
            invlpg(X),
            load(far)
        };
        assertThat(last("splits large pages", steps)).isEqualTo(loaded(0x500, far));
        assertThat(last("hoarding", steps)).isEqualTo(fault(0, far));
    }

    @Test
    void a_subject_that_was_not_reset_says_so() {
        assertThat(catchThrowable(() -> LawfulProcessor.hoarding().execute(step(new Operation.InvLpg(X)))))
                .hasMessageContaining("reset before its first step");
    }
}
