package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
    @Test
    void a_seed_means_the_same_numbers_everywhere() {
        RandomSource random = new RandomSource(1);

        assertThat(random.next()).isEqualTo(0xBFEF_8030_DDC2_D772L);
        assertThat(random.next()).isEqualTo(0x5F55_2CE4_82F2_AA47L);
    }

    @Test
    void numbers_below_a_bound_reach_every_value_about_equally_often() {
        RandomSource random = new RandomSource(7);
        int[] seen = new int[5];
        for (int i = 0; i < 50_000; i++) {
            seen[random.below(5)]++;
        }
        for (int count : seen) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }

    @Test
    void using_a_split_leaves_the_original_where_it_is() {
        RandomSource used = new RandomSource(3);
        RandomSource unused = new RandomSource(3);
        RandomSource split = used.split();
        unused.split();
        split.next();

        assertThat(used.next()).isEqualTo(unused.next());
    }

    @Test
    void scenarios_of_campaigns_have_seeds_of_their_own() {
        Set<Long> seeds = new HashSet<>();
        for (int campaign = 0; campaign < 100; campaign++) {
            for (int number = 0; number < 1_000; number++) {
                seeds.add(RandomSource.seed(campaign, number));
            }
        }
        assertThat(seeds).hasSize(100_000);
    }
}
