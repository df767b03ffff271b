package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void a_word_of_data_has_no_flags_of_the_entry_that_had_its_number_before() {
        Words words = new Words();
        words.addEntry(0x1000, Examples.FLAGS);
        words.clear();
        words.addData(0x2000, MachineWord.of(0));
        words.noteData(words.find(0x2000), MachineWord.of(1));

        assertThat(words.mayBeMarked(words.find(0x2000))).isFalse();
    }
}
