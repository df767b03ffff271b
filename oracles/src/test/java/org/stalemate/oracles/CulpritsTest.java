package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stalemate.oracles.BrokenModels.Suspect;
import org.stalemate.vocabulary.Rule;

final class CulpritsTest {
    private static final List<List<Suspect>> SUSPECTS =
            List.of(list(Rule.TLB_INVLPG, Rule.TLB_PF), list(Rule.PG_PF_W, Rule.PG_PF_RSVD, Rule.PG_AD_D));

    private final List<Rule> tried = new ArrayList<>();

    private static List<Suspect> list(Rule... rules) {
        return Stream.of(rules).map(Suspect::new).toList();
    }

    private Culprits culprits(Rule... explaining) {
        return new Culprits(
                SUSPECTS,
                suspect -> {
                    tried.addAll(suspect.rules());
                    return Set.of(explaining).containsAll(suspect.rules());
                },
                List.of(Rule.PG_4L_WALK));
    }

    @Test
    void nothingIsTriedBeforeSomebodyAsks() {
        culprits(Rule.PG_PF_W);
        assertThat(tried).isEmpty();
    }

    @Test
    void theFirstIsFoundWithoutTryingThoseAfterIt() {
        assertThat(culprits(Rule.PG_PF_W, Rule.PG_AD_D).getFirst()).isEqualTo(Rule.PG_PF_W);
        assertThat(tried).containsExactly(Rule.TLB_INVLPG, Rule.TLB_PF, Rule.PG_PF_W);
    }

    @Test
    void allOfTheFirstListThatExplainsAreNamedAndNoneOfTheNext() {
        assertThat(culprits(Rule.TLB_PF, Rule.PG_PF_W)).containsExactly(Rule.TLB_PF);
        assertThat(tried).containsExactly(Rule.TLB_INVLPG, Rule.TLB_PF);
    }

    @Test
    void whereNoneExplainsTheOthersAreNamed() {
        assertThat(culprits()).containsExactly(Rule.PG_4L_WALK);
    }

    @Test
    void eachIsTriedOnce() {
        Culprits culprits = culprits(Rule.PG_PF_RSVD);
        assertThat(culprits).hasSize(1);
        assertThat(List.copyOf(culprits)).isEqualTo(culprits);
        assertThat(tried).doesNotHaveDuplicates();
    }
}
