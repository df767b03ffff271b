package org.stalemate.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void thousands_are_set_apart() {
        assertThat(Numbers.count(20_000_400)).isEqualTo("20,000,400");
        assertThat(Numbers.count(1, "step")).isEqualTo("1 step");
        assertThat(Numbers.count(1_000, "step")).isEqualTo("1,000 steps");
    }

    @Test
    void a_bound_is_rounded_up() {
        assertThat(Numbers.probability(1)).isEqualTo("1.00");
        assertThat(Numbers.probability(0.351)).isEqualTo("0.36");
        assertThat(Numbers.probability(1.71e-4)).isEqualTo("1.8e-04");
        assertThat(Numbers.probability(9.99e-7)).isEqualTo("1.0e-06");
    }
}
