package org.stalemate.mmu.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.mmu.guest.ControlBits.*;

import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;

final class RegisterRulesTest {
    private static final long LONG_CR0 = CR0_PE | CR0_PG | CR0_WP | CR0_ET;
    private static final ExecutionState CODE_32 = new ExecutionState(0, false, CodeSegment.BITS_32);

    private final RegisterRules rules = new RegisterRules();
    private final GuestPlatform platform =
            new GuestPlatform(new Platform(Profile.UNION, 46, EnumSet.complementOf(EnumSet.of(Feature.SMAP)), 1));
    private final ProcessorState state =
            new ProcessorState(0, new AccessRights(), new ProtectionKeys(), new EntryFormat());

    @BeforeEach
    void in_long_mode() {
        load(LONG_CR0, 0x1000, CR4_PAE, EFER_LME | EFER_LMA, ExecutionState.SUPERVISOR_64);
    }

    private void load(long cr0, long cr3, long cr4, long efer, ExecutionState execution) {
        state.load(new Registers(cr0, 0, cr3, cr4, efer, execution));
    }

    @Test
    void cr0_demands_pe_with_pg_and_cd_with_nw_and_no_high_bits() {
        assertThat(rules.acceptsCr0(state, CR0_PG)).isFalse();
        assertThat(rules.acceptsCr0(state, LONG_CR0 | CR0_NW)).isFalse();
        assertThat(rules.acceptsCr0(state, LONG_CR0 | CR0_NW | CR0_CD)).isTrue();
        assertThat(rules.acceptsCr0(state, LONG_CR0 | 1L << 32)).isFalse();
        assertThat(rules.acceptsCr0(state, LONG_CR0 | 1L << 12)).isTrue();
    }

    @Test
    void paging_is_left_from_compatibility_mode_without_pcids_only() {
        assertThat(rules.acceptsCr0(state, CR0_PE)).isFalse();
        load(LONG_CR0, 0x1000, CR4_PAE | CR4_PCIDE, EFER_LME | EFER_LMA, CODE_32);
        assertThat(rules.acceptsCr0(state, CR0_PE)).isFalse();
        load(LONG_CR0, 0x1000, CR4_PAE, EFER_LME | EFER_LMA, CODE_32);
        assertThat(rules.acceptsCr0(state, CR0_PE)).isTrue();
    }

    @Test
    void long_mode_is_entered_with_pae_from_32_bit_code_only() {
        load(CR0_PE, 0, CR4_PAE, EFER_LME, CODE_32);
        assertThat(rules.acceptsCr0(state, LONG_CR0)).isTrue();
        assertThat(rules.modeAfterCr0(state, LONG_CR0)).isEqualTo(PagingMode.LEVEL_4);
        load(CR0_PE, 0, 0, EFER_LME, CODE_32);
        assertThat(rules.acceptsCr0(state, LONG_CR0)).isFalse();
        load(CR0_PE, 0, CR4_PAE, EFER_LME, ExecutionState.SUPERVISOR_64);
        assertThat(rules.acceptsCr0(state, LONG_CR0)).isFalse();
    }

    @Test
    void other_paging_modes_are_told_apart() {
        load(CR0_PE, 0, 0, 0, CODE_32);
        assertThat(rules.modeAfterCr0(state, LONG_CR0)).isEqualTo(PagingMode.BITS_32);
        load(CR0_PE, 0, CR4_PAE, 0, CODE_32);
        assertThat(rules.modeAfterCr0(state, LONG_CR0)).isEqualTo(PagingMode.PAE);
        load(CR0_PE, 0, CR4_PAE | CR4_LA57, EFER_LME, CODE_32);
        assertThat(rules.modeAfterCr0(state, LONG_CR0)).isEqualTo(PagingMode.LEVEL_5);
    }

    @Test
    void cr3_reserves_bits_above_maxphyaddr_and_bit_63_without_pcids() {
        assertThat(rules.acceptsCr3(platform, state, 1L << 46)).isFalse();
        assertThat(rules.acceptsCr3(platform, state, 1L << 45)).isTrue();
        assertThat(rules.acceptsCr3(platform, state, CR3_NO_FLUSH)).isFalse();
        state.setCr4(CR4_PAE | CR4_PCIDE);
        assertThat(rules.acceptsCr3(platform, state, CR3_NO_FLUSH)).isTrue();
    }

    @Test
    void cr4_keeps_pae_and_la57_in_long_mode_and_takes_pcids_with_pcid_0_only() {
        assertThat(rules.acceptsCr4(platform, state, 0)).isFalse();
        assertThat(rules.acceptsCr4(platform, state, CR4_PAE | CR4_LA57)).isFalse();
        assertThat(rules.acceptsCr4(platform, state, CR4_PAE | CR4_SMAP)).isFalse();
        assertThat(rules.acceptsCr4(platform, state, CR4_PAE | CR4_PCIDE)).isTrue();
        state.setCr3(0x1018);
        assertThat(rules.acceptsCr4(platform, state, CR4_PAE | CR4_PCIDE)).isFalse();
    }

    @Test
    void efer_keeps_lme_while_paging_is_on() {
        assertThat(rules.acceptsEfer(platform, state, EFER_LMA)).isFalse();
        assertThat(rules.acceptsEfer(platform, state, EFER_LME | EFER_NXE)).isTrue();
        assertThat(rules.acceptsEfer(platform, state, EFER_LME | 1L << 12)).isFalse();
    }

    @Test
    void invpcid_checks_type_descriptor_pcid_and_address() {
        assertThat(rules.acceptsInvPcid(state, 4, 0, 0)).isFalse();
        assertThat(rules.acceptsInvPcid(state, -1, 0, 0)).isFalse();
        assertThat(rules.acceptsInvPcid(state, 2, 0x1000, 0)).isFalse();
        assertThat(rules.acceptsInvPcid(state, 1, 1, 0)).isFalse();
        assertThat(rules.acceptsInvPcid(state, 3, 1, 0)).isTrue();
        assertThat(rules.acceptsInvPcid(state, 0, 0, 1L << 47)).isFalse();
        assertThat(rules.acceptsInvPcid(state, 1, 0, 1L << 47)).isTrue();
    }
}
