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
        assertThat(MachineWord.of(0)).isEqualTo(0x81CD_F100_F100_B890L);
    }

    @Test
    void the_first_words_are_accessed_segments_of_dpl_3_that_can_be_read_and_others_are_not_used_as_such() {
        Set<Long> bases = new HashSet<>();
        for (int number = 0; number < MachineWord.CODES; number++) {
            long word = MachineWord.of(number);
            boolean isDescriptor = number < MachineWord.DESCRIPTORS;
            assertThat(MachineWord.isDescriptor(word)).isEqualTo(isDescriptor);
            if (isDescriptor) {
                int access = (int) (word >>> 40) & 0xFF;
                assertThat(access & 0xF1).as("P, DPL 3, S, accessed").isEqualTo(0xF1);
                assertThat((access & 8) == 0 || (access & 2) != 0)
                        .as("data, or code that can be read")
                        .isTrue();
                assertThat(bases.add(MachineWord.base(word))).isTrue();
                assertThat(MachineWord.withBase(MachineWord.base(word))).isEqualTo(word);
            }
        }
        assertThat(MachineWord.withBase(MachineWord.base(MachineWord.of(MachineWord.DESCRIPTORS))))
                .isZero();
        assertThat(MachineWord.withBase(0x20_0000)).isZero();
    }

    @Test
    void entries_of_paging_structures_are_no_data() {
        assertThat(MachineWord.resembles(0x0000_0000_0020_0067L)).isFalse();
        assertThat(MachineWord.resembles(0)).isFalse();
        assertThat(MachineWord.resembles(MachineWord.of(77))).isTrue();
        assertThat(MachineWord.resembles(MachineWord.of(77) & 0xFFFF_FFFFL)).isTrue();
    }
}
