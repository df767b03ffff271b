package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;

/** The comparisons check every decision: each fails somewhere if the model breaks one rule. */
class BrokenRulesTest {
    private static final int SEQUENCES = 40;
    private static final int RANDOM_WORLDS = 400;

    private static List<Baseline> places() {
        List<Baseline> places = new ArrayList<>();
        Stream.of(
                        Worlds.tags(Profile.UNION),
                        Worlds.rights(Profile.UNION),
                        Worlds.rights(Profile.AMD),
                        ModeWorlds.bits32(Profile.INTEL),
                        ModeWorlds.pae(Profile.UNION),
                        ModeWorlds.pdptes(Profile.INTEL),
                        ModeWorlds.legacySwitches(Profile.INTEL),
                        ModeWorlds.fiveLevels(Profile.AMD),
                        ModeWorlds.keys(Profile.UNION),
                        ModeFlagWorlds.flags32(),
                        Worlds.flags())
                .forEach(world -> places.add(Baseline.of(world, SEQUENCES)));
        places.add(Baseline.of(RegisterWorlds.operands(Profile.INTEL), 10 * SEQUENCES));
        places.add(Baseline.of(ModeWorlds.switches(Profile.INTEL), 10 * SEQUENCES));
        places.add(Baseline.of(RegisterWorlds.ignoredBits(Profile.INTEL), 10 * SEQUENCES));
        for (int seed = 0; seed < RANDOM_WORLDS; seed++) {
            places.add(Baseline.of(
                    seed % 2 == 0
                            ? RandomModeWorlds.of(seed, seed % 4 == 0, 2)
                            : RandomWorlds.of(seed, seed % 4 == 1, 2),
                    2));
        }
        return places;
    }

    private static Variation breaking(Rule rule) {
        return new Variation() {
            @Override
            public Decisions decisions() {
                return Decisions.breaking(rule);
            }
        };
    }

    @Test
    void every_decision_that_is_made_wrongly_is_found() {
        List<Baseline> places = places();
        List<Rule> missed = Decisions.breakable().stream()
                .filter(rule -> places.stream().noneMatch(place -> place.tells(breaking(rule))))
                .toList();
        System.out.println("broken rules that no comparison found: " + missed);
        assertThat(missed).isEmpty();
    }
}
