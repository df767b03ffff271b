package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Register;

final class ResultDecoderTest {
    @Test
    void a_load_and_a_fetch_of_data_tell_the_scenarios_value_and_the_frame() {
        Block block = Examples.encode(new Operation.Load(0x1000), new Operation.Fetch(0x1000));
        long word = wordAt(block, 0x20_0000);
        ByteBuffer results = results(block);
        put(results, 0, word, 0);
        put(results, 1, 0xFFFF_FFFF_0000_0000L | Integer.toUnsignedLong(eax(word)), 0);

        Outcome loaded = new Outcome.Loaded(DataPattern.at(0x20_0000), 0x200);
        assertThat(ResultDecoder.decode(block, results).outcomes()).containsExactly(loaded, loaded);
    }

    @Test
    void the_base_of_a_segment_tells_which_word_its_descriptor_was() {
        Operation load = new Operation.ImplicitLoad(0x1000);
        Block block = Examples.encode(load, new Operation.Store(0x1000, 0x112), load, load, load);
        long word = wordAt(block, 0x20_0000);
        ByteBuffer results = results(block);
        put(results, 0, (word >>> 56) << 24 | (word >>> 16 & 0xFF_FFFF), 0);
        put(results, 1, 0, 0xFFFF_FFFFL);
        long stored = storedWord(block, 1);
        put(results, 2, (stored >>> 56) << 24 | (stored >>> 16 & 0xFF_FFFF), 0);
        put(results, 3, 0x20_0000, 0);
        fault(results, 4, 11, 4, 0);

        assertThat(ResultDecoder.decode(block, results).outcomes())
                .containsExactly(
                        new Outcome.Loaded(DataPattern.at(0x20_0000), 0x200),
                        new Outcome.Stored(Outcome.UNKNOWN_FRAME),
                        new Outcome.Loaded(0x112, Outcome.UNKNOWN_FRAME),
                        new Outcome.Loaded(0x20_0000, Outcome.UNKNOWN_FRAME),
                        new Outcome.Loaded(0, Outcome.UNKNOWN_FRAME));
    }

    @Test
    void a_table_entry_is_passed_on_as_it_is() {
        Block block = Examples.encode(new Operation.Load(0x3008), new Operation.LoadTableEntry(0x10, 0));
        ByteBuffer results = results(block);
        put(results, 0, 0x20_0067, 0);
        put(results, 1, 0x1_1067, 0);

        assertThat(ResultDecoder.decode(block, results).outcomes())
                .containsExactly(
                        new Outcome.Loaded(0x20_0067, Outcome.UNKNOWN_FRAME), new Outcome.Loaded(0x1_1067, 0x10));
    }

    @Test
    void a_store_is_where_it_was_found_and_what_an_exchange_returns_is_the_older_value() {
        Block block = Examples.encode(
                new Operation.Store(0x1000, 0x0A12_0000_0112L),
                new Operation.Exchange(0x1000, 0x212),
                new Operation.Store(0x1000, 0x312));
        ByteBuffer results = results(block);
        put(results, 0, 0, 0);
        put(results, 1, storedWord(block, 0), 0);
        put(results, 2, 0, 0xFFFF_FFFFL);

        assertThat(ResultDecoder.decode(block, results).outcomes())
                .containsExactly(
                        new Outcome.Stored(0x200),
                        new Outcome.Exchanged(0x0A12_0000_0112L, 0x200),
                        new Outcome.Stored(Outcome.UNKNOWN_FRAME));
    }

    @Test
    void halves_are_translated_each_by_itself() {
        Block block = Examples.encode(
                new Operation.SplitStore(0x1FFC, 0x0000_0222_0000_0112L),
                new Operation.SplitLoad(0x1FFC),
                new Operation.Load(0x1FF8));
        long stored = storedWord(block, 0);
        long word = wordAt(block, 0x20_0FF8);
        ByteBuffer results = results(block);
        put(results, 0, 0, 0);
        put(results, 1, stored, 0);
        put(results, 2, stored << 32 | (word & 0xFFFF_FFFFL), 0);
        long below = DataPattern.at(0x20_0FF8) & 0xFFFF_FFFFL;

        assertThat(ResultDecoder.decode(block, results).outcomes())
                .containsExactly(
                        new Outcome.SplitStored(0x200, 0x201),
                        new Outcome.SplitLoaded(0x0000_0222_0000_0112L, Outcome.UNKNOWN_FRAME, Outcome.UNKNOWN_FRAME),
                        new Outcome.Loaded(0x112L << 32 | below, 0x200));
    }

    @Test
    void exceptions_that_a_step_may_raise_are_outcomes_and_others_make_no_sense() {
        Block block = Examples.encode(
                new Operation.Load(0x1000),
                new Operation.MovToCr0(0),
                new Operation.ReadRegister(Register.PKRU),
                new Operation.ReadRegister(Register.CR2),
                new Operation.InvLpg(0));
        ByteBuffer results = results(block);
        fault(results, 0, 14, 2, 0x1000);
        fault(results, 1, 13, 0, 0);
        fault(results, 2, 6, 0, 0);
        put(results, 3, 0x1000, 0);
        fault(results, 4, 17, 0, 0);

        Execution execution = ResultDecoder.decode(block, results);
        assertThat(execution.outcomes())
                .containsExactly(
                        new Outcome.PageFault(2, 0x1000),
                        new Outcome.GeneralProtection(0),
                        Outcome.UndefinedOpcode.INSTANCE,
                        new Outcome.RegisterValue(0x1000));
        assertThat(execution.ending()).isEqualTo(Ending.MALFORMED);
        assertThat(execution.detail()).contains("step 5").contains("exception 17");
    }

    @Test
    void a_step_that_the_agent_did_not_execute_ends_the_outcomes() {
        Block block = Examples.encode(new Operation.Load(0x1000), new Operation.Load(0x1000));
        ByteBuffer results = results(block).putShort(4, (short) 1).putShort(6, (short) 1);
        put(results, 0, 0x67, 0);

        assertThat(ResultDecoder.decode(block, results).outcomes()).hasSize(1);
        assertThat(ResultDecoder.decode(block, results).ending()).isEqualTo(Ending.MALFORMED);
    }

    @Test
    void results_of_another_block_or_cut_off_are_none() {
        Block block = Examples.encode(new Operation.Load(0x1000));

        assertThat(ResultDecoder.sizeOf(block, results(block))).isEqualTo(48);
        assertThat(ResultDecoder.sizeOf(block, results(block).putInt(0, 8))).isEqualTo(-1);
        assertThat(ResultDecoder.sizeOf(block, results(block).limit(47))).isEqualTo(-1);
        assertThat(ResultDecoder.sizeOf(block, results(block).putShort(4, (short) 2)))
                .isEqualTo(-1);
        assertThat(ResultDecoder.sizeOf(block, ByteBuffer.allocate(0))).isEqualTo(-1);
    }

    private static ByteBuffer results(Block block) {
        return ByteBuffer.allocate(ResultDecoder.size(block))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, block.id())
                .putShort(4, (short) block.steps());
    }

    private static void put(ByteBuffer results, int step, long value, long auxiliary) {
        results.putLong(16 + 32 * step + 8, value).putLong(16 + 32 * step + 24, auxiliary);
    }

    private static void fault(ByteBuffer results, int step, int vector, int error, long address) {
        int at = 16 + 32 * step;
        results.put(at, (byte) 1)
                .put(at + 1, (byte) vector)
                .putInt(at + 4, error)
                .putLong(at + 16, address);
    }

    private static int eax(long word) {
        return (int) (word >>> 16);
    }

    private static long storedWord(Block block, int step) {
        ByteBuffer bytes = block.bytes();
        return bytes.getLong(96 + 16 * bytes.getShort(10) + 32 * step + 16);
    }

    private static long wordAt(Block block, long address) {
        ByteBuffer bytes = block.bytes();
        for (int i = 0; i < bytes.getShort(10); i++) {
            if (bytes.getLong(96 + 16 * i) == address) {
                return bytes.getLong(104 + 16 * i);
            }
        }
        throw new AssertionError("the block lists no word at " + Long.toHexString(address));
    }
}
