package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;

class RecorderTest {
    private static final long NEW_FRAME = 0x206;
    private static final Start TINY = TinyWorld.LEVEL_4.start(Profile.UNION);

    private final Model model = new Model(false);

    private Recorder recorder(Start start, long seed, int length, int stalePercent) {
        model.reset(start, LinearPages.of(TinyWorld.X));
        return new Recorder(model, new RandomSource(seed), length, stalePercent, Feasibility.OF_EVERYTHING.get());
    }

    @Test
    void a_step_that_enters_another_mode_is_recorded_like_any_other() {
        Registers registers = new Registers(0x11, 0, 0x10000, 0x20, 0, ExecutionState.REAL_MODE);
        Recorder recorder = recorder(new Start(TINY.platform(), TINY.tables(), List.of(registers)), 1, 10, 0);

        recorder.perform(new Operation.MovToCr4(0));
        recorder.perform(new Operation.MovToCr0(0x8000_0011L));

        assertThat(recorder.steps()).hasSize(2);
        assertThat(recorder.registers().mode()).isEqualTo(PagingMode.BITS_32);
    }

    @Test
    void an_entry_of_four_bytes_is_one_half_of_a_word() {
        Recorder recorder = recorder(TINY, 1, 10, 0);
        recorder.perform(new Operation.StoreTableHalf(TinyWorld.PAGE_TABLE_A, 3, 0x1234_5008));

        long address = TinyWorld.PAGE_TABLE_A << 12 | 3 * 4;
        assertThat(recorder.entry(address, TableFormat.BITS_32)).isEqualTo(0x1234_5008L);
        assertThat(recorder.entry(address, TableFormat.PAE) >>> 32).isEqualTo(0x1234_5008L);
        assertThat(recorder.entry(address & -8L, TableFormat.BITS_32)).isEqualTo(0x0020_0067L);
    }

    /** PG-PF-SPLIT: the first half may have been written when the second faults. */
    @Test
    void a_store_that_may_fault_in_its_second_page_has_no_verdict() {
        model.reset(TINY, LinearPages.of(TinyWorld.X, TinyWorld.Y));
        Recorder recorder = new Recorder(model, new RandomSource(1), 10, 0, Feasibility.OF_EVERYTHING.get());
        Operation store = new Operation.SplitStore(TinyWorld.X | 0xFFC, 0x112);

        assertThat(recorder.hasVerdict(store)).isTrue();
        recorder.perform(new Operation.StoreTableEntry(TinyWorld.PAGE_TABLE_A, 1, 0));
        assertThat(recorder.hasVerdict(store)).as("a fault in the first page").isTrue();
        recorder.perform(new Operation.StoreTableEntry(TinyWorld.PAGE_TABLE_A, 2, 0));
        recorder.perform(new Operation.StoreTableEntry(TinyWorld.PAGE_TABLE_A, 1, 0x0020_0067));
        assertThat(recorder.hasVerdict(store)).isFalse();
        assertThat(recorder.hasVerdict(new Operation.SplitLoad(TinyWorld.X | 0xFFC)))
                .isTrue();
        assertThat(recorder.steps()).hasSize(3);
    }

    @Test
    void a_full_scenario_takes_no_more_steps() {
        Recorder recorder = recorder(TINY, 1, 1, 0);

        recorder.perform(new Operation.Load(TinyWorld.X));
        recorder.perform(new Operation.InvLpg(TinyWorld.X));

        assertThat(recorder.isFull()).isTrue();
        assertThat(recorder.steps()).hasSize(1);
    }

    @Test
    void stores_go_where_memory_says_unless_a_stale_outcome_was_drawn() {
        assertThat(storesToTheNewFrame(0)).isEqualTo(200);
        assertThat(storesToTheNewFrame(100)).isBetween(50, 150);
    }

    private int storesToTheNewFrame(int stalePercent) {
        int stores = 0;
        for (long seed = 0; seed < 200; seed++) {
            Recorder recorder = recorder(TINY, seed, 10, stalePercent);
            recorder.perform(new Operation.StoreTableEntry(TinyWorld.PAGE_TABLE_A, 1, NEW_FRAME << 12 | 0x67));
            recorder.perform(new Operation.Store(TinyWorld.X, 0x112));
            stores += recorder.word(NEW_FRAME << 12) == 0x112 ? 1 : 0;
        }
        return stores;
    }
}
