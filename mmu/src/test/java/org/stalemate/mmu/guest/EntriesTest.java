package org.stalemate.mmu.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.TableFrame;

final class EntriesTest {
    private static final long PS = EntryBits.PAGE_SIZE;
    private static final PagingShape LONG = shape(PagingMode.LEVEL_4, false, false);
    private static final PagingShape LONG_NX = shape(PagingMode.LEVEL_4, true, false);

    private final EntryFormat format = new EntryFormat();
    private final GuestPlatform intel = platform(Profile.INTEL, EnumSet.allOf(Feature.class));

    private static PagingShape shape(PagingMode mode, boolean nxe, boolean pse) {
        PagingShape shape = new PagingShape();
        shape.set(mode, nxe, pse);
        return shape;
    }

    private static GuestPlatform platform(Profile profile, EnumSet<Feature> features) {
        return new GuestPlatform(new Platform(profile, 46, features, 1));
    }

    private boolean reserved(int level, long bits) {
        return format.isReserved(intel, LONG_NX, level, bits | 1);
    }

    @Test
    void reserved_bits_depend_on_level_and_page_size() {
        assertThat(reserved(4, PS)).isTrue();
        assertThat(reserved(3, PS | 1L << 13)).isTrue();
        assertThat(reserved(3, PS | 1L << 12 | 1L << 30)).isFalse();
        assertThat(reserved(2, PS | 1L << 20)).isTrue();
        assertThat(reserved(2, PS | 1L << 12 | 1L << 21)).isFalse();
        assertThat(reserved(2, 1L << 13)).isFalse();
        assertThat(reserved(1, 1L << 46)).isTrue();
        assertThat(reserved(1, PS | 1L << 52 | 1L << 62)).isFalse();
    }

    @Test
    void reserved_bits_depend_on_features_and_vendor() {
        GuestPlatform plain = platform(Profile.INTEL, EnumSet.noneOf(Feature.class));
        GuestPlatform amd = platform(Profile.AMD, EnumSet.allOf(Feature.class));
        assertThat(format.isReserved(plain, LONG_NX, 3, PS | 1)).isTrue();
        assertThat(format.isReserved(intel, LONG, 1, EntryBits.EXECUTE_DISABLE | 1))
                .isTrue();
        assertThat(format.isReserved(intel, LONG_NX, 1, EntryBits.EXECUTE_DISABLE | 1))
                .isFalse();
        assertThat(format.isReserved(amd, LONG_NX, 4, EntryBits.GLOBAL | 1)).isTrue();
        assertThat(format.isReserved(amd, LONG_NX, 3, EntryBits.GLOBAL | 1)).isFalse();
        assertThat(format.isReserved(intel, LONG_NX, 4, EntryBits.GLOBAL | 1)).isFalse();
    }

    private static boolean reserved32(Feature[] without, int maxPhyAddr, boolean pse, long bits) {
        EnumSet<Feature> features = EnumSet.allOf(Feature.class);
        features.removeAll(List.of(without));
        GuestPlatform platform = new GuestPlatform(new Platform(Profile.INTEL, maxPhyAddr, features, 1));
        return new EntryFormat().isReserved(platform, shape(PagingMode.BITS_32, true, pse), 2, bits | 1);
    }

    @Test
    void a_4_mb_page_reserves_bit_21_and_what_of_bits_20_to_13_is_no_address() {
        Feature[] none = {};
        Feature[] pse36 = {Feature.PSE36};
        assertThat(reserved32(none, 40, true, PS | 1L << 21)).isTrue();
        assertThat(reserved32(none, 40, true, PS | 1L << 20)).isFalse();
        assertThat(reserved32(none, 36, true, PS | 1L << 17)).isTrue();
        assertThat(reserved32(none, 36, true, PS | 1L << 16)).isFalse();
        assertThat(reserved32(pse36, 40, true, PS | 1L << 13)).isTrue();
        assertThat(reserved32(pse36, 40, true, PS | 1L << 12)).isFalse();
        assertThat(reserved32(none, 40, false, PS | 1L << 21)).isFalse();
        assertThat(reserved32(none, 40, true, 1L << 21)).isFalse();
    }

    @Test
    void pae_entries_reserve_all_bits_above_the_address_and_pdptes_some_below() {
        PagingShape pae = shape(PagingMode.PAE, true, false);
        assertThat(format.isReserved(intel, pae, 1, 1L << 62 | 1)).isTrue();
        assertThat(format.isReserved(intel, pae, 1, 1L << 46 | 1)).isTrue();
        assertThat(format.isReserved(intel, pae, 1, EntryBits.EXECUTE_DISABLE | 1))
                .isFalse();
        for (int bit : new int[] {1, 2, 5, 6, 7, 8, 46, 63}) {
            assertThat(format.isReservedPdpte(intel, 1L << bit | 1)).isTrue();
        }
        assertThat(format.isReservedPdpte(intel, 0x3FFF_FFFF_FE19L)).isFalse();
    }

    @Test
    void the_frame_of_a_4_mb_page_has_its_high_bits_in_the_middle_of_the_entry() {
        PagingShape shape = shape(PagingMode.BITS_32, false, true);
        GuestPlatform plain = platform(Profile.INTEL, EnumSet.noneOf(Feature.class));
        assertThat(format.frame(intel, shape, 2, 0x80_6000L | PS | 1, 0x40_1000))
                .isEqualTo(0x30_0801);
        assertThat(format.frame(plain, shape, 2, 0x80_0000L | PS | 1, 0x7F_F000))
                .isEqualTo(0xBFF);
    }

    @Test
    void write_disabled_keys_spare_supervisors_without_write_protection() {
        ProcessorState state = new ProcessorState(0, new AccessRights(), new ProtectionKeys(), new EntryFormat());
        long cr4 = ControlBits.CR4_PAE | ControlBits.CR4_PKE | ControlBits.CR4_PKS;
        long efer = ControlBits.EFER_LME | ControlBits.EFER_LMA;
        ExecutionState user = ExecutionState.USER_64;
        state.load(new Registers(ControlBits.CR0_PG, 0, 0, cr4, efer, 0b1001, 0b0010, user));
        assertThat(state.denied(AccessKind.READ)).isEqualTo(0b01);
        assertThat(state.denied(AccessKind.WRITE)).isEqualTo(0b11);
        assertThat(state.denied(AccessKind.FETCH)).isZero();
        state.setExecution(ExecutionState.SUPERVISOR_64);
        assertThat(state.denied(AccessKind.WRITE)).isEqualTo(0b01);
        state.setCr0(ControlBits.CR0_PG | ControlBits.CR0_WP);
        assertThat(state.denied(AccessKind.WRITE)).isEqualTo(0b11 | 1 << 16);
        state.setCr4(ControlBits.CR4_PAE);
        assertThat(state.denied(AccessKind.WRITE)).isZero();
    }

    @Test
    void the_frame_of_a_large_page_takes_low_bits_from_the_address_and_not_from_the_entry() {
        assertThat(format.frame(intel, LONG, 2, 0x40_1000L | PS | 1, 0x1_2345_6789L))
                .isEqualTo(0x400 + 0x56);
        assertThat(format.frame(intel, LONG, 3, 0x4000_1000L | PS | 1, 0x1_2345_6789L))
                .isEqualTo(0x40000 + 0x23456);
        assertThat(format.frame(intel, LONG, 1, 0x7000L | 1, 0x1_2345_6789L)).isEqualTo(7);
    }

    @Test
    void fetches_are_marked_in_error_codes_by_nxe_and_on_intel_by_smep() {
        ProcessorState state = new ProcessorState(0, new AccessRights(), new ProtectionKeys(), new EntryFormat());
        FaultCode codes = new FaultCode();
        GuestPlatform amd = platform(Profile.AMD, EnumSet.allOf(Feature.class));
        state.load(new Registers(
                ControlBits.CR0_PG, 0, 0, ControlBits.CR4_PAE | ControlBits.CR4_SMEP, 0, ExecutionState.USER_64));
        assertThat(codes.notPresent(intel, state, AccessKind.FETCH)).isEqualTo(0x14);
        assertThat(codes.notPresent(amd, state, AccessKind.FETCH)).isEqualTo(0x04);
        assertThat(codes.reserved(intel, state, AccessKind.WRITE)).isEqualTo(0x0F);
        state.setEfer(ControlBits.EFER_NXE);
        assertThat(codes.forbidden(amd, state, AccessKind.FETCH, false)).isEqualTo(0x15);
    }

    @Test
    void memory_starts_as_listed_or_as_its_pattern_and_forgets_writes_at_reset() {
        GuestMemory memory = new GuestMemory();
        List<TableFrame> tables = List.of(TableFrame.of(0x10, Map.of(3, 0x77L)));
        for (int round = 0; round < 3; round++) {
            memory.reset(tables);
            int listed = memory.hostFrame(0x10);
            int data = memory.hostFrame(0x20 + round);
            assertThat(memory.read(listed, 3)).isEqualTo(0x77);
            assertThat(memory.read(listed, 4)).isZero();
            assertThat(memory.read(data, 5)).isEqualTo(DataPattern.at((0x20L + round) * 4096 + 40));
            memory.write(listed, 4, 1);
            memory.write(data, 5, 2);
            assertThat(memory.read(data, 5)).isEqualTo(2);
            assertThat(memory.guestFrame(data)).isEqualTo(0x20 + round);
        }
    }

    @Test
    void memory_grows_without_losing_anything() {
        GuestMemory memory = new GuestMemory();
        memory.reset(List.of());
        for (int i = 0; i < 1000; i++) {
            memory.write(memory.hostFrame(i * 0x10001L), 1, i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(memory.read(memory.hostFrame(i * 0x10001L), 1)).isEqualTo(i);
        }
    }
}
