package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Register;

final class ResultTemplateTest {
    private final Block block = Examples.encode(
            new Operation.Load(0x1000),
            new Operation.Fetch(0x1000),
            new Operation.Store(0x1000, 0x0A12_0000_0112L),
            new Operation.Exchange(0x1000, 0x212),
            new Operation.SplitLoad(0x1FFC),
            new Operation.SplitStore(0x1FFC, 0x0000_0222_0000_0112L),
            new Operation.LoadTableEntry(0x10, 0),
            new Operation.ReadRegister(Register.CR3),
            new Operation.Load(0x5000),
            new Operation.MovToCr0(0),
            new Operation.InvLpg(0),
            new Operation.ImplicitLoad(0x20_1000));

    private final List<Outcome> outcomes = List.of(
            new Outcome.Loaded(DataPattern.at(0x20_0000), 0x200),
            new Outcome.Loaded(DataPattern.at(0x20_0000), 0x200),
            new Outcome.Stored(0x200),
            new Outcome.Exchanged(0x0A12_0000_0112L, 0x200),
            new Outcome.SplitLoaded(DataPattern.at(0x20_0FF8) >>> 32 | DataPattern.at(0x20_1000) << 32, 0x200, 0x201),
            new Outcome.SplitStored(0x200, 0x201),
            new Outcome.Loaded(0x1_1067, 0x10),
            new Outcome.RegisterValue(0x10000),
            new Outcome.PageFault(4, 0x5000),
            new Outcome.GeneralProtection(0),
            Outcome.Done.INSTANCE,
            new Outcome.Loaded(DataPattern.at(0x40_1000), 0x401));

    @Test
    void the_decoder_takes_a_template_for_its_outcome() {
        ByteBuffer results = ByteBuffer.allocate(ResultDecoder.size(block) + ResultTemplate.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, block.id())
                .putShort(4, (short) block.steps());
        for (int i = 0; i < outcomes.size(); i++) {
            ResultTemplate.of(block, i, outcomes.get(i), 0)
                    .write(results, ResultDecoder.HEADER_SIZE + ResultDecoder.STEP_SIZE * i);
        }
        assertThat(ResultDecoder.decode(block, results).outcomes()).isEqualTo(outcomes);
    }

    @Test
    void flags_that_may_be_set_or_not_are_not_looked_at() {
        ResultTemplate entry = ResultTemplate.of(block, 6, outcomes.get(6), 0x60);

        assertThat(entry.valueBits()).isEqualTo(~0x60L);
        assertThat(entry.value()).isEqualTo(0x1_1067);
    }

    @Test
    void two_frames_make_two_templates() {
        ResultTemplate first = ResultTemplate.of(block, 4, outcomes.get(4), 0);
        long otherValue = DataPattern.at(0x20_0FF8) >>> 32 | DataPattern.at(0x40_0000) << 32;
        ResultTemplate second = ResultTemplate.of(block, 4, new Outcome.SplitLoaded(otherValue, 0x200, 0x400), 0);

        assertThat(second.value()).isNotEqualTo(first.value());
    }
}
