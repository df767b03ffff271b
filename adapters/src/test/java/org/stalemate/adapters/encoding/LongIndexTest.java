package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LongIndexTest {
    @Test
    void numbers_come_in_the_order_of_first_addition_and_nothing_survives_a_clear() {
        LongIndex index = new LongIndex();
        for (int size : new int[] {3, 700, 5000, 10}) {
            long[] keys = new SplittableRandom(size).longs(size).toArray();
            for (int i = 0; i < size; i++) {
                assertThat(index.find(keys[i])).isEqualTo(-1);
                assertThat(index.add(keys[i])).isEqualTo(i);
                assertThat(index.add(keys[i / 2])).isEqualTo(i / 2);
            }
            for (int i = 0; i < size; i++) {
                assertThat(index.find(keys[i])).isEqualTo(i);
                assertThat(index.key(i)).isEqualTo(keys[i]);
            }
            index.clear();
            assertThat(index.size()).isZero();
            for (long key : keys) {
                assertThat(index.find(key)).isEqualTo(-1);
            }
        }
    }
}
