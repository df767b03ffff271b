package org.stalemate.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.Outcome;

class OutcomePatternTest {
    private static final List<Outcome> OUTCOMES = List.of(
            Outcome.Done.INSTANCE,
            new Outcome.Loaded(0x67, 0x200),
            new Outcome.Loaded(0x27, 0x200),
            new Outcome.Loaded(0x67, 0x201),
            new Outcome.Stored(0x200),
            new Outcome.Stored(0x201),
            new Outcome.Exchanged(0x67, 0x200),
            new Outcome.Exchanged(0x27, 0x200),
            new Outcome.Exchanged(0x67, 0x201),
            new Outcome.SplitLoaded(0x67, 0x200, 0x201),
            new Outcome.SplitLoaded(0x27, 0x200, 0x201),
            new Outcome.SplitLoaded(0x67, 0x201, 0x201),
            new Outcome.SplitLoaded(0x67, 0x200, 0x200),
            new Outcome.SplitStored(0x200, 0x201),
            new Outcome.SplitStored(0x201, 0x201),
            new Outcome.SplitStored(0x200, 0x200),
            new Outcome.RegisterValue(0x67),
            new Outcome.RegisterValue(0),
            new Outcome.PageFault(0, 0x1000),
            new Outcome.PageFault(3, 0x1000),
            new Outcome.PageFault(3, 0x2000),
            new Outcome.GeneralProtection(0),
            new Outcome.GeneralProtection(8),
            Outcome.UndefinedOpcode.INSTANCE);

    @Test
    void the_pattern_of_an_outcome_matches_it_and_no_other() {
        for (Outcome outcome : OUTCOMES) {
            assertThat(OUTCOMES).filteredOn(OutcomePattern.of(outcome)::matches).containsExactly(outcome);
        }
    }

    @Test
    void what_is_left_open_matches_anything() {
        assertThat(matching(new OutcomePattern.Loaded(0, 0, OptionalLong.empty())))
                .hasSize(3);
        assertThat(matching(new OutcomePattern.Loaded(0, 0, OptionalLong.of(0x200))))
                .hasSize(2);
        assertThat(matching(new OutcomePattern.Loaded(0x40, 0, OptionalLong.empty())))
                .containsExactly(new Outcome.Loaded(0x27, 0x200));
        assertThat(matching(new OutcomePattern.Stored(OptionalLong.empty()))).hasSize(2);
        assertThat(matching(new OutcomePattern.Exchanged(0, 0, OptionalLong.empty())))
                .hasSize(3);
        assertThat(matching(new OutcomePattern.Exchanged(0x40, 0, OptionalLong.of(0x200))))
                .containsExactly(new Outcome.Exchanged(0x27, 0x200));
        OptionalLong any = OptionalLong.empty();
        assertThat(matching(new OutcomePattern.SplitLoaded(0, 0, any, any))).hasSize(4);
        assertThat(matching(new OutcomePattern.SplitLoaded(0x40, 0, any, any)))
                .containsExactly(new Outcome.SplitLoaded(0x27, 0x200, 0x201));
        assertThat(matching(new OutcomePattern.SplitLoaded(0, 0, OptionalLong.of(0x201), any)))
                .containsExactly(new Outcome.SplitLoaded(0x67, 0x201, 0x201));
        assertThat(matching(new OutcomePattern.SplitLoaded(0, 0, any, OptionalLong.of(0x200))))
                .containsExactly(new Outcome.SplitLoaded(0x67, 0x200, 0x200));
        assertThat(matching(new OutcomePattern.SplitStored(any, any))).hasSize(3);
        assertThat(matching(new OutcomePattern.SplitStored(OptionalLong.of(0x200), any)))
                .containsExactly(new Outcome.SplitStored(0x200, 0x201), new Outcome.SplitStored(0x200, 0x200));
        assertThat(matching(new OutcomePattern.SplitStored(any, OptionalLong.of(0x200))))
                .containsExactly(new Outcome.SplitStored(0x200, 0x200));
        assertThat(matching(new OutcomePattern.PageFault(OptionalInt.empty(), OptionalLong.empty())))
                .hasSize(3);
        assertThat(matching(new OutcomePattern.PageFault(OptionalInt.of(3), OptionalLong.empty())))
                .hasSize(2);
        assertThat(matching(new OutcomePattern.GeneralProtection(OptionalInt.empty())))
                .hasSize(2);
    }

    @Test
    void an_unknown_frame_matches_no_frame_that_is_asked_for() {
        Outcome unknown = new Outcome.Loaded(1, Outcome.UNKNOWN_FRAME);
        assertThat(new OutcomePattern.Loaded(-1, 1, OptionalLong.of(0x200)).matches(unknown))
                .isFalse();
        assertThat(OutcomePattern.of(unknown).matches(new Outcome.Loaded(1, 0x200)))
                .isTrue();
        Outcome half = new Outcome.SplitLoaded(1, 0x200, Outcome.UNKNOWN_FRAME);
        assertThat(new OutcomePattern.SplitLoaded(0, 0, OptionalLong.empty(), OptionalLong.of(0x201)).matches(half))
                .isFalse();
        assertThat(OutcomePattern.of(half))
                .isEqualTo(new OutcomePattern.SplitLoaded(-1, 1, OptionalLong.of(0x200), OptionalLong.empty()));
        assertThat(OutcomePattern.of(new Outcome.SplitStored(Outcome.UNKNOWN_FRAME, 0x200)))
                .isEqualTo(new OutcomePattern.SplitStored(OptionalLong.empty(), OptionalLong.of(0x200)));
    }

    @Test
    void a_bit_outside_the_mask_cannot_be_asked_for() {
        assertThatThrownBy(() -> new OutcomePattern.Loaded(1, 2, OptionalLong.empty()))
                .hasMessage("a bit that is asked for lies outside the mask");
        assertThatThrownBy(() -> new OutcomePattern.Exchanged(1, 2, OptionalLong.empty()))
                .hasMessage("a bit that is asked for lies outside the mask");
        assertThatThrownBy(() -> new OutcomePattern.SplitLoaded(1, 2, OptionalLong.empty(), OptionalLong.empty()))
                .hasMessage("a bit that is asked for lies outside the mask");
    }

    private static List<Outcome> matching(OutcomePattern pattern) {
        return OUTCOMES.stream().filter(pattern::matches).toList();
    }
}
