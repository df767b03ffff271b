package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.vocabulary.CodeSegment;
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
import org.stalemate.vocabulary.TssFormat;

final class ModesTest {
    private static final long CR0 = ControlBits.CR0_PE | ControlBits.CR0_PG | ControlBits.CR0_WP | ControlBits.CR0_ET;
    private static final long LONG = ControlBits.EFER_LME | ControlBits.EFER_LMA;
    private static final ExecutionState CODE_32 = new ExecutionState(0, false, CodeSegment.BITS_32);
    private static final Outcome GP = new Outcome.GeneralProtection(0);
    private static final Outcome DONE = Outcome.Done.INSTANCE;
    private static final long KEY_1 = 1L << 59;
    private static final List<TableFrame> TABLES = List.of(
            TableFrame.of(0x10, Map.of(0, 0x11_001L, 1, 0x12_001L, 4, 0x12_001L)),
            TableFrame.of(0x11, Map.of(0, 0x13_067L)),
            TableFrame.of(0x12, Map.of(0, 0x14_067L)),
            TableFrame.of(0x13, Map.of(1, 0x200_067L, 2, KEY_1 | 0x202_067L)),
            TableFrame.of(0x14, Map.of(1, 0x201_067L)),
            TableFrame.of(0x20, Map.of(0, 0x21_067L)),
            TableFrame.of(0x21, Map.of(0, 0x22_067L)),
            TableFrame.of(0x22, Map.of(0, 0x11_067L)),
            TableFrame.of(0x30, Map.of(0, 0x0080_00E7_0003_1067L)),
            TableFrame.of(0x31, Map.of(0, 0x300_067L << 32, 256, 0x301_067L << 32)));

    static List<MmuConfiguration> configurations() {
        return Worlds.CONFIGURATIONS;
    }

    private static KvmLikeMmu mmu(MmuConfiguration configuration, Registers registers) {
        KvmLikeMmu mmu = new KvmLikeMmu(configuration);
        Platform platform = new Platform(Profile.INTEL, 46, EnumSet.allOf(Feature.class), 1);
        mmu.reset(new Start(platform, TABLES, List.of(registers)));
        return mmu;
    }

    private static KvmLikeMmu pae(MmuConfiguration configuration) {
        return mmu(configuration, new Registers(CR0, 0, 0x10_000, ControlBits.CR4_PAE, 0, CODE_32));
    }

    private static Outcome run(KvmLikeMmu mmu, Operation operation) {
        return mmu.execute(new Step.Instruction(0, operation));
    }

    private static Outcome load(KvmLikeMmu mmu, long address) {
        return run(mmu, new Operation.Load(address));
    }

    private static Outcome emulated(KvmLikeMmu mmu, long address) {
        return run(mmu, new Operation.Emulated(new Operation.Load(address)));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_pdpte_in_memory_means_nothing_until_it_is_loaded(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        run(mmu, new Operation.StoreTableEntry(0x10, 0, 0x12_001));
        run(mmu, new Operation.InvPcid(2, 0, 0));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        assertThat(run(mmu, new Operation.MovToCr4(ControlBits.CR4_PAE | ControlBits.CR4_SMAP)))
                .isEqualTo(DONE);
        assertThat(emulated(mmu, 0x1000)).isInstanceOf(Outcome.PageFault.class);
        run(mmu, new Operation.MovToCr4(ControlBits.CR4_PAE | ControlBits.CR4_PGE));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
        assertThat(emulated(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_change_of_cd_loads_pdptes_and_flushes_nothing(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        run(mmu, new Operation.StoreTableEntry(0x10, 0, 0x12_001));
        assertThat(run(mmu, new Operation.MovToCr0(CR0 | ControlBits.CR0_CD))).isEqualTo(DONE);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
        run(mmu, new Operation.StoreTableEntry(0x10, 0, 0));
        run(mmu, new Operation.MovToCr0(CR0));
        run(mmu, new Operation.InvPcid(2, 0, 0));
        assertThat(load(mmu, 0x1000)).isEqualTo(new Outcome.PageFault(0, 0x1000));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_reserved_bit_of_a_present_pdpte_is_refused_and_changes_nothing(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        run(mmu, new Operation.StoreTableEntry(0x10, 1, 0x12_003));
        run(mmu, new Operation.StoreTableEntry(0x10, 0, 0x12_001));
        assertThat(run(mmu, new Operation.MovToCr3(0x10_000))).isEqualTo(GP);
        assertThat(run(mmu, new Operation.MovToCr0(CR0 | ControlBits.CR0_CD))).isEqualTo(GP);
        assertThat(run(mmu, new Operation.MovToCr4(ControlBits.CR4_PAE | ControlBits.CR4_PSE)))
                .isEqualTo(GP);
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR4)))
                .isEqualTo(new Outcome.RegisterValue(ControlBits.CR4_PAE));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        run(mmu, new Operation.StoreTableEntry(0x10, 1, 0x12_002));
        assertThat(run(mmu, new Operation.MovToCr3(0x10_000))).isEqualTo(DONE);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void the_pdptes_lie_at_cr3_bits_31_to_5(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        assertThat(run(mmu, new Operation.MovToCr3(0x10_03F))).isEqualTo(DONE);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
        assertThat(load(mmu, 0x4000_1000)).isEqualTo(new Outcome.PageFault(0, 0x4000_1000));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void tables_of_4_byte_entries_are_shadowed_in_parts(MmuConfiguration configuration) {
        KvmLikeMmu mmu = mmu(configuration, new Registers(CR0, 0, 0x30_000, ControlBits.CR4_PSE, 0, CODE_32));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x300));
        assertThat(load(mmu, 0x20_1000)).isEqualTo(Worlds.loaded(0x301));
        assertThat(load(mmu, 0x40_1000)).isEqualTo(Worlds.loaded(0x801));
        assertThat(load(mmu, 0x60_1000)).isEqualTo(Worlds.loaded(0xA01));
        run(mmu, new Operation.StoreTableHalf(0x30, 1, 0xC000E7));
        run(mmu, new Operation.StoreTableHalf(0x31, 513, 0x302067));
        run(mmu, new Operation.InvLpg(0x40_0000));
        run(mmu, new Operation.InvLpg(0x20_1000));
        assertThat(load(mmu, 0x60_1000)).isEqualTo(Worlds.loaded(0xE01));
        assertThat(load(mmu, 0x20_1000)).isEqualTo(Worlds.loaded(0x302));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x300));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void ps_means_4_mb_only_while_pse_is_set(MmuConfiguration configuration) {
        KvmLikeMmu mmu = mmu(configuration, new Registers(CR0, 0, 0x30_000, 0, 0, CODE_32));
        assertThat(load(mmu, 0x40_1000)).isEqualTo(new Outcome.PageFault(0, 0x40_1000));
        run(mmu, new Operation.MovToCr4(ControlBits.CR4_PSE));
        assertThat(load(mmu, 0x40_1000)).isEqualTo(Worlds.loaded(0x801));
        assertThat(emulated(mmu, 0x40_1000)).isEqualTo(Worlds.loaded(0x801));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void five_levels_translate_addresses_of_57_bits(MmuConfiguration configuration) {
        long cr4 = ControlBits.CR4_PAE | ControlBits.CR4_LA57;
        KvmLikeMmu mmu = mmu(configuration, new Registers(CR0, 0, 0x20_000, cr4, LONG, ExecutionState.SUPERVISOR_64));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        assertThat(load(mmu, 1L << 56)).isEqualTo(GP);
        assertThat(load(mmu, 1L << 55)).isEqualTo(new Outcome.PageFault(0, 1L << 55));
        assertThat(run(mmu, new Operation.InvPcid(0, 0, 1L << 56))).isEqualTo(GP);
        assertThat(run(mmu, new Operation.InvLpg(1L << 56))).isEqualTo(DONE);
        assertThat(run(mmu, new Operation.MovToCr4(ControlBits.CR4_PAE))).isEqualTo(GP);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void key_rights_of_now_judge_cached_keys(MmuConfiguration configuration) {
        long cr4 = ControlBits.CR4_PAE | ControlBits.CR4_PKE;
        KvmLikeMmu mmu = mmu(configuration, new Registers(CR0, 0, 0x21_000, cr4, LONG, ExecutionState.USER_64));
        assertThat(load(mmu, 0x2000)).isEqualTo(Worlds.loaded(0x202));
        assertThat(run(mmu, new Operation.WrPkru(0b1000))).isEqualTo(DONE);
        assertThat(load(mmu, 0x2000)).isEqualTo(Worlds.loaded(0x202));
        assertThat(run(mmu, new Operation.Exchange(0x2000, 0x10))).isEqualTo(new Outcome.PageFault(0x27, 0x2000));
        run(mmu, new Operation.WrPkru(0b0100));
        assertThat(load(mmu, 0x2000)).isEqualTo(new Outcome.PageFault(0x25, 0x2000));
        assertThat(emulated(mmu, 0x2000)).isEqualTo(new Outcome.PageFault(0x25, 0x2000));
        assertThat(run(mmu, new Operation.ImplicitLoad(0x2000))).isEqualTo(new Outcome.PageFault(0x21, 0x2000));
        assertThat(run(mmu, new Operation.Fetch(0x2000))).isEqualTo(Worlds.loaded(0x202));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void an_emulated_store_to_a_table_is_noticed(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        run(mmu, new Operation.StoreTableEntry(0x13, 3, 0x13_067));
        run(mmu, new Operation.StoreTableEntry(0x13, 4, 0x11_067));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        Operation.Access toTable = new Operation.Store(0x3008, 0x205_067);
        assertThat(run(mmu, new Operation.Emulated(toTable))).isEqualTo(new Outcome.Stored(0x13));
        run(mmu, new Operation.InvLpg(0x1000));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x205));
        Operation.Access toDirectory = new Operation.Exchange(0x4000, 0x14_067);
        assertThat(run(mmu, new Operation.Emulated(toDirectory))).isEqualTo(new Outcome.Exchanged(0x13_067, 0x11));
        run(mmu, new Operation.InvLpg(0x1000));
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void lmsw_sets_pe_and_never_clears_it(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        assertThat(run(mmu, new Operation.Lmsw(0xFFFE))).isEqualTo(DONE);
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR0))).isEqualTo(new Outcome.RegisterValue(CR0 | 0xF));
        mmu.execute(new Step.Init(0));
        run(mmu, new Operation.Lmsw(1));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR0))).isEqualTo(new Outcome.RegisterValue(0x11));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void key_registers_follow_feature_and_privilege_and_survive_init_alone(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        assertThat(run(mmu, new Operation.WrPkru(1))).isEqualTo(Outcome.UndefinedOpcode.INSTANCE);
        assertThat(run(mmu, new Operation.ReadRegister(Register.PKRU))).isEqualTo(Outcome.UndefinedOpcode.INSTANCE);
        assertThat(run(mmu, new Operation.WrmsrPkrs(1L << 32))).isEqualTo(GP);
        assertThat(run(mmu, new Operation.WrmsrPkrs(0x8000_0001L))).isEqualTo(DONE);
        mmu.execute(new Step.Init(0));
        assertThat(run(mmu, new Operation.ReadRegister(Register.PKRS)))
                .isEqualTo(new Outcome.RegisterValue(0x8000_0001L));
        mmu.execute(new Step.Reset(0));
        assertThat(run(mmu, new Operation.ReadRegister(Register.PKRS))).isEqualTo(new Outcome.RegisterValue(0));
        KvmLikeMmu user = mmu(
                configuration,
                new Registers(
                        CR0, 0, 0x10_000, ControlBits.CR4_PAE, 0, new ExecutionState(3, false, CodeSegment.BITS_32)));
        assertThat(run(user, new Operation.WrmsrMtrr())).isEqualTo(GP);
        assertThat(run(user, new Operation.ReadRegister(Register.PKRS))).isEqualTo(GP);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_write_of_an_mtrr_drops_global_translations_too(MmuConfiguration configuration) {
        long cr4 = ControlBits.CR4_PAE | ControlBits.CR4_PGE;
        KvmLikeMmu mmu = mmu(configuration, new Registers(CR0, 0, 0x10_000, cr4, 0, CODE_32));
        run(mmu, new Operation.StoreTableEntry(0x13, 1, 0x200_167));
        load(mmu, 0x1000);
        run(mmu, new Operation.StoreTableEntry(0x13, 1, 0x206_167));
        run(mmu, new Operation.WrmsrMtrr());
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x206));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_task_switch_leaves_nothing_of_another_cr3(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        assertThat(run(mmu, new Operation.TaskSwitch(0x10_020))).isEqualTo(DONE);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x201));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR3))).isEqualTo(new Outcome.RegisterValue(0x10_020));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR0)))
                .isEqualTo(new Outcome.RegisterValue(CR0 | ControlBits.CR0_TS));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void there_are_no_task_switches_and_no_16_bit_tss_in_long_mode(MmuConfiguration configuration) {
        KvmLikeMmu mmu = mmu(
                configuration,
                new Registers(CR0, 0, 0x20_000, ControlBits.CR4_PAE, LONG, ExecutionState.SUPERVISOR_64));
        assertThat(run(mmu, new Operation.TaskSwitch(0x10_000))).isEqualTo(new Outcome.GeneralProtection(0x28));
        assertThat(run(mmu, new Operation.LoadTaskRegister(TssFormat.BITS_16)))
                .isEqualTo(new Outcome.GeneralProtection(0x30));
        assertThat(run(mmu, new Operation.ReadRegister(Register.CR3))).isEqualTo(new Outcome.RegisterValue(0x20_000));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void nothing_stale_is_left_after_an_smi(MmuConfiguration configuration) {
        KvmLikeMmu mmu = pae(configuration);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x200));
        run(mmu, new Operation.StoreTableEntry(0x13, 1, 0x202_167L));
        assertThat(mmu.execute(new Step.Smi(0))).isEqualTo(DONE);
        assertThat(load(mmu, 0x1000)).isEqualTo(Worlds.loaded(0x202));
    }
}
