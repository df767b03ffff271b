package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LongIndexTest {
    /** The same keys come again in another order, so that what a clear left behind would be found. */
    @Test
    void numbers_come_in_the_order_of_first_addition_and_nothing_survives_a_clear() {
        LongIndex index = new LongIndex();
        for (int size : new int[] {3, 100, 120, 110, 127, 90, 700, 5000, 10}) {
            List<Long> keys = new SplittableRandom(1).longs(size).boxed().collect(Collectors.toList());
            if (size % 20 == 0) {
                Collections.reverse(keys);
            }
            for (int i = 0; i < size; i++) {
                assertThat(index.find(keys.get(i))).isEqualTo(-1);
                assertThat(index.add(keys.get(i))).isEqualTo(i);
                assertThat(index.add(keys.get(i / 2))).isEqualTo(i / 2);
            }
            for (int i = 0; i < size; i++) {
                assertThat(index.find(keys.get(i))).isEqualTo(i);
                assertThat(index.key(i)).isEqualTo(keys.get(i));
            }
            index.clear();
            assertThat(index.size()).isZero();
            assertThat(keys).allMatch(key -> index.find(key) == -1);
        }
    }

    @Test
    void after_a_truncation_everything_is_as_if_the_last_keys_had_never_been_added() {
        LongIndex index = new LongIndex();
        List<Long> keys = new SplittableRandom(2).longs(2000).boxed().toList();
        keys.forEach(index::add);
        for (int count : new int[] {1999, 1500, 300, 299, 1, 0}) {
            index.truncate(count);
            assertThat(index.size()).isEqualTo(count);
            for (int i = 0; i < keys.size(); i++) {
                assertThat(index.find(keys.get(i))).isEqualTo(i < count ? i : -1);
            }
        }
        assertThat(index.add(keys.getLast())).isZero();
    }
}
