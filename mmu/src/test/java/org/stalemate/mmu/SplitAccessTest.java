package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Accesses that cross from one page into the next (PG-PF-SPLIT). */
final class SplitAccessTest {
    private static final long CR0 = ControlBits.CR0_PE | ControlBits.CR0_PG | ControlBits.CR0_WP | ControlBits.CR0_ET;
    private static final long PAE = ControlBits.CR4_PAE;
    private static final long LA57 = ControlBits.CR4_LA57;
    private static final long LONG = ControlBits.EFER_LME | ControlBits.EFER_LMA;
    private static final ExecutionState CODE_32 = new ExecutionState(0, false, CodeSegment.BITS_32);
    private static final ExecutionState CODE_64 = ExecutionState.SUPERVISOR_64;
    private static final Outcome GP = new Outcome.GeneralProtection(0);
    private static final long VALUE = 0x0123_4560_789A_BCD0L;

    private static final List<TableFrame> TABLES = List.of(
            TableFrame.of(0x10, Map.of(0, 0x11_067L)),
            TableFrame.of(0x11, Map.of(0, 0x12_067L)),
            TableFrame.of(0x12, Map.of(0, 0x13_067L)),
            TableFrame.of(0x13, Map.of(0, 0x14_067L, 510, 0x15_067L, 511, 0x15_067L)),
            TableFrame.of(
                    0x14,
                    Map.of(0, 0x203_007L, 1, 0x200_007L, 2, 0x201_007L, 3, 0x202_005L, 5, 0x13_067L, 6, 0x13_067L)),
            TableFrame.of(0x15, Map.of(0, 0x204_067L, 511, 0x205_067L)),
            TableFrame.of(0x18, Map.of(0, 0x13_001L, 1, 0x16_001L, 3, 0x13_001L)),
            TableFrame.of(0x16, Map.of(0, 0x15_067L)),
            TableFrame.of(0x30, Map.of(0, (0x32_067L << 32) | 0x31_067L)),
            TableFrame.of(0x31, Map.of(0, 0x300_067L << 32, 511, 0x301_067L << 32)),
            TableFrame.of(0x32, Map.of(0, 0x302_067L)));

    static List<MmuConfiguration> configurations() {
        return Worlds.CONFIGURATIONS;
    }

    private static KvmLikeMmu mmu(MmuConfiguration configuration, Registers registers) {
        KvmLikeMmu mmu = new KvmLikeMmu(configuration);
        Platform platform = new Platform(Profile.INTEL, 46, EnumSet.allOf(Feature.class), 1);
        mmu.reset(new Start(platform, TABLES, List.of(registers)));
        return mmu;
    }

    private static KvmLikeMmu fourLevels(MmuConfiguration configuration) {
        return mmu(configuration, new Registers(CR0, 0, 0x11_000, PAE, LONG, CODE_64));
    }

    private static Outcome run(KvmLikeMmu mmu, Operation operation) {
        return mmu.execute(new Step.Instruction(0, operation));
    }

    private static Outcome load(KvmLikeMmu mmu, long address) {
        return run(mmu, new Operation.SplitLoad(address));
    }

    private static Outcome store(KvmLikeMmu mmu, long address) {
        return run(mmu, new Operation.SplitStore(address, VALUE));
    }

    private static long word(KvmLikeMmu mmu, long frame, int index) {
        return ((Outcome.Loaded) run(mmu, new Operation.LoadTableEntry(frame, index))).value();
    }

    private static Outcome.SplitLoaded loaded(long low, long high) {
        long value = (DataPattern.at((low << 12) | 0xFF8) >>> 32) | (DataPattern.at(high << 12) << 32);
        return new Outcome.SplitLoaded(value, low, high);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void each_half_is_translated_by_itself_in_every_mode(MmuConfiguration configuration) {
        KvmLikeMmu off = mmu(configuration, new Registers(ControlBits.CR0_PE, 0, 0, 0, 0, CODE_32));
        assertThat(load(off, 0x1FFC)).isEqualTo(loaded(1, 2));
        KvmLikeMmu bits32 = mmu(configuration, new Registers(CR0, 0, 0x30_000, 0, 0, CODE_32));
        assertThat(load(bits32, 0x3F_FFFC)).isEqualTo(loaded(0x301, 0x302));
        KvmLikeMmu pae = mmu(configuration, new Registers(CR0, 0, 0x18_000, PAE, 0, CODE_32));
        assertThat(load(pae, 0x3FFF_FFFC)).isEqualTo(loaded(0x205, 0x204));
        KvmLikeMmu fourLevels = fourLevels(configuration);
        assertThat(load(fourLevels, 0x1FFC)).isEqualTo(loaded(0x200, 0x201));
        assertThat(load(fourLevels, 0x1FFC)).isEqualTo(loaded(0x200, 0x201));
        assertThat(load(fourLevels, 0xFFC)).isEqualTo(loaded(0x203, 0x200));
        KvmLikeMmu fiveLevels = mmu(configuration, new Registers(CR0, 0, 0x10_000, PAE | LA57, LONG, CODE_64));
        assertThat(load(fiveLevels, 0x1FFC)).isEqualTo(loaded(0x200, 0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_store_reaches_both_pages_and_marks_both(MmuConfiguration configuration) {
        KvmLikeMmu mmu = fourLevels(configuration);
        assertThat(load(mmu, 0x1FFC)).isEqualTo(loaded(0x200, 0x201));
        assertThat(word(mmu, 0x14, 1)).isEqualTo(0x200_027);
        assertThat(word(mmu, 0x14, 2)).isEqualTo(0x201_027);
        assertThat(store(mmu, 0x1FFC)).isEqualTo(new Outcome.SplitStored(0x200, 0x201));
        assertThat(word(mmu, 0x200, 511)).isEqualTo((DataPattern.at(0x200_FF8) & 0xFFFF_FFFFL) | (VALUE << 32));
        assertThat(word(mmu, 0x201, 0)).isEqualTo((DataPattern.at(0x201_000) & ~0xFFFF_FFFFL) | (VALUE >>> 32));
        assertThat(word(mmu, 0x14, 1)).isEqualTo(0x200_067);
        assertThat(word(mmu, 0x14, 2)).isEqualTo(0x201_067);
        assertThat(load(mmu, 0x1FFC)).isEqualTo(new Outcome.SplitLoaded(VALUE, 0x200, 0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void the_first_half_that_faults_is_reported_and_nothing_is_written(MmuConfiguration configuration) {
        KvmLikeMmu mmu = fourLevels(configuration);
        assertThat(store(mmu, 0x2FFC)).isEqualTo(new Outcome.PageFault(3, 0x3000));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR2))).isEqualTo(new Outcome.RegisterValue(0x3000));
        assertThat(word(mmu, 0x201, 511)).isEqualTo(DataPattern.at(0x201_FF8));
        assertThat(load(mmu, 0x2FFC)).isEqualTo(loaded(0x201, 0x202));
        assertThat(load(mmu, 0x3FFC)).isEqualTo(new Outcome.PageFault(0, 0x4000));
        assertThat(load(mmu, 0x4FFC)).isEqualTo(new Outcome.PageFault(0, 0x4FFC));
        assertThat(store(mmu, 0x3FFC)).isEqualTo(new Outcome.PageFault(3, 0x3FFC));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR2))).isEqualTo(new Outcome.RegisterValue(0x3FFC));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void both_halves_have_to_be_canonical(MmuConfiguration configuration) {
        KvmLikeMmu mmu = fourLevels(configuration);
        assertThat(load(mmu, 0x7FFF_FFFF_FFFCL)).isEqualTo(GP);
        assertThat(store(mmu, 0xFFFF_7FFF_FFFF_FFFCL)).isEqualTo(GP);
        assertThat(load(mmu, 0xFFFF_FFFF_FFFF_FFFCL)).isEqualTo(new Outcome.PageFault(0, 0xFFFF_FFFF_FFFF_FFFCL));
        KvmLikeMmu fiveLevels = mmu(configuration, new Registers(CR0, 0, 0x10_000, PAE | LA57, LONG, CODE_64));
        assertThat(load(fiveLevels, 0xFF_FFFF_FFFF_FFFCL)).isEqualTo(GP);
        assertThat(load(fiveLevels, 0x7FFF_FFFF_FFFCL)).isEqualTo(new Outcome.PageFault(0, 0x7FFF_FFFF_FFFCL));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void addresses_of_32_bits_are_cut_and_wrap(MmuConfiguration configuration) {
        KvmLikeMmu off = mmu(configuration, new Registers(ControlBits.CR0_PE, 0, 0, 0, 0, CODE_32));
        assertThat(load(off, 0xFFFF_FFFCL)).isEqualTo(loaded(0xF_FFFF, 0));
        assertThat(load(off, 0x7_0000_1FFCL)).isEqualTo(loaded(1, 2));
        KvmLikeMmu pae = mmu(configuration, new Registers(CR0, 0, 0x18_000, PAE, 0, CODE_32));
        assertThat(load(pae, 0xFFFF_FFFCL)).isEqualTo(loaded(0x205, 0x203));
        assertThat(store(pae, 0xF_FFFF_FFFCL)).isEqualTo(new Outcome.SplitStored(0x205, 0x203));
        KvmLikeMmu compatibility = mmu(configuration, new Registers(CR0, 0, 0x11_000, PAE, LONG, CODE_32));
        assertThat(load(compatibility, 0xFFFF_FFFCL)).isEqualTo(new Outcome.PageFault(0, 0xFFFF_FFFCL));
        assertThat(load(compatibility, 0x5_0000_1FFCL)).isEqualTo(loaded(0x200, 0x201));
    }

    /** Each half of the store hits an entry of the page directory at frame 13H, which the walks pass. */
    @ParameterizedTest
    @MethodSource("configurations")
    void a_store_to_tables_is_noticed_in_both_halves(MmuConfiguration configuration) {
        KvmLikeMmu mmu = fourLevels(configuration);
        long last = 511L << 21;
        assertThat(run(mmu, new Operation.Load(last))).isEqualTo(Worlds.loaded(0x204));
        assertThat(load(mmu, 0x1FFC)).isEqualTo(loaded(0x200, 0x201));
        Operation toBoth = new Operation.SplitStore(0x5FFC, (0x15_067L << 32) | 1);
        assertThat(run(mmu, toBoth)).isEqualTo(new Outcome.SplitStored(0x13, 0x13));
        run(mmu, new Operation.MovToCr3(0x11_000));
        assertThat(run(mmu, new Operation.Load(0x1000))).isEqualTo(new Outcome.PageFault(0, 0x1000));
        assertThat(run(mmu, new Operation.Load(last))).isEqualTo(new Outcome.PageFault(0, last));
    }

    /** The hardware still has a translation to the frame that becomes a table when the second half is translated. */
    @Test
    void a_table_that_the_second_half_makes_one_is_tracked_in_time() {
        KvmLikeMmu mmu = fourLevels(MmuConfiguration.SHADOW);
        long low = (510L << 21) | (511L << 12);
        long high = 511L << 21;
        run(mmu, new Operation.StoreTableEntry(0x15, 511, 0x17_067));
        run(mmu, new Operation.StoreTableEntry(0x17, 511, 0x15_067));
        assertThat(run(mmu, new Operation.Store(low, 0x10))).isEqualTo(new Outcome.Stored(0x17));
        run(mmu, new Operation.StoreTableEntry(0x12, 0, 0x17_067));
        Operation store = new Operation.SplitStore(low | 0xFFC, (VALUE & ~0xFFFF_FFFFL) | 1);
        assertThat(run(mmu, store)).isEqualTo(new Outcome.SplitStored(0x17, 0x204));
        run(mmu, new Operation.MovToCr3(0x11_000));
        assertThat(run(mmu, new Operation.Load(high))).isEqualTo(new Outcome.PageFault(0, high));
    }
}
