package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MachineWordTest {
    @Test
    void every_number_is_found_again_in_both_halves() {
        Set<Long> words = new HashSet<>();
        for (int number = 0; number < MachineWord.CODES; number++) {
            long word = MachineWord.of(number);
            assertThat(MachineWord.numberOfLow((int) word)).isEqualTo(number);
            assertThat(MachineWord.numberOfHigh((int) (word >>> 32))).isEqualTo(number);
            assertThat(words.add(word)).isTrue();
        }
    }

    @Test
    void a_walker_finds_nothing_present_and_marks_nothing_in_either_half() {
        for (int number = 0; number < MachineWord.CODES; number++) {
            assertThat(MachineWord.of(number) & 0x0000_0061_0000_0061L).isZero();
        }
    }

    @Test
    void a_word_is_a_nop_a_mov_to_eax_and_the_interrupt_that_ends_a_step() {
        assertThat(MachineWord.of(0)).isEqualTo(0x81CD_0000_0000_B890L);
    }

    @Test
    void entries_of_paging_structures_are_no_data() {
        assertThat(MachineWord.resembles(0x0000_0000_0020_0067L)).isFalse();
        assertThat(MachineWord.resembles(0)).isFalse();
        assertThat(MachineWord.resembles(MachineWord.of(77))).isTrue();
        assertThat(MachineWord.resembles(MachineWord.of(77) & 0xFFFF_FFFFL)).isTrue();
    }
}
