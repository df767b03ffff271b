package org.stalemate.reports.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DivergenceBoundTest {
    @Test
    void without_failures_the_bound_is_exact_and_close_to_three_by_n() {
        assertThat(DivergenceBound.of(100, 0).upper()).isCloseTo(1 - Math.pow(0.05, 1.0 / 100), within(1e-12));
        assertThat(DivergenceBound.of(1_000_000, 0).upper() * 1_000_000).isBetween(2.99, 3.0);
    }

    @Test
    void it_holds_for_campaigns_of_any_size() {
        assertThat(DivergenceBound.of(1_000_000_000_000L, 0).upper()).isCloseTo(2.9957e-12, within(1e-15));
    }

    @Test
    void failures_raise_it_as_clopper_and_pearson_say() {
        // The probability of at most 2 failures among 10 at this bound is 5 %.
        double p = DivergenceBound.of(10, 2).upper();
        double atMostTwo = Math.pow(1 - p, 10) + 10 * p * Math.pow(1 - p, 9) + 45 * p * p * Math.pow(1 - p, 8);
        assertThat(atMostTwo).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void where_all_failed_or_none_ran_nothing_is_excluded() {
        assertThat(DivergenceBound.of(5, 5).upper()).isEqualTo(1);
        assertThat(DivergenceBound.of(0, 0).upper()).isEqualTo(1);
    }

    @Test
    void more_failures_than_scenarios_are_refused() {
        assertThatThrownBy(() -> DivergenceBound.of(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
