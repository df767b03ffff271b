package org.stalemate.mmu.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Vendor;

final class FlushPolicyTest {
    private static final GuestPlatform INTEL = platform(Profile.INTEL);
    private static final GuestPlatform AMD = platform(Profile.AMD);
    private static final GuestPlatform STRICT = platform(new Profile(Vendor.INTEL, true));

    private final FlushPolicy policy = new FlushPolicy();

    private static GuestPlatform platform(Profile profile) {
        return new GuestPlatform(new Platform(profile, 46, EnumSet.allOf(Feature.class), 1));
    }

    private Scope cr4(GuestPlatform platform, long oldBits, long newBits) {
        return policy.cr4Scope(platform, oldBits, newBits);
    }

    @Test
    void a_change_of_pge_or_an_end_of_pcids_takes_everything() {
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PGE)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(INTEL, ControlBits.CR4_PGE, 0)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(INTEL, ControlBits.CR4_PCIDE, 0)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PCIDE)).isEqualTo(Scope.NOTHING);
    }

    @Test
    void setting_smep_takes_one_pcid_on_intel_and_nothing_on_amd() {
        assertThat(cr4(INTEL, 0, ControlBits.CR4_SMEP)).isEqualTo(Scope.ONE_PCID);
        assertThat(cr4(AMD, 0, ControlBits.CR4_SMEP)).isEqualTo(Scope.NOTHING);
        assertThat(cr4(INTEL, ControlBits.CR4_SMEP, 0)).isEqualTo(Scope.NOTHING);
        assertThat(cr4(INTEL, 0, ControlBits.CR4_SMAP)).isEqualTo(Scope.NOTHING);
    }

    @Test
    void changes_of_pse_and_pae_take_everything_on_amd_and_read_strictly() {
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PSE)).isEqualTo(Scope.NOTHING);
        assertThat(cr4(AMD, 0, ControlBits.CR4_PSE)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(STRICT, 0, ControlBits.CR4_PSE)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PAE)).isEqualTo(Scope.ONE_PCID);
        assertThat(cr4(AMD, 0, ControlBits.CR4_PAE)).isEqualTo(Scope.EVERYTHING);
    }

    @Test
    void setting_pke_takes_everything_on_amd_and_nothing_on_intel() {
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PKE)).isEqualTo(Scope.NOTHING);
        assertThat(cr4(AMD, 0, ControlBits.CR4_PKE)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(AMD, ControlBits.CR4_PKE, 0)).isEqualTo(Scope.NOTHING);
        assertThat(cr4(AMD, 0, ControlBits.CR4_PKS)).isEqualTo(Scope.NOTHING);
    }

    @Test
    void of_several_changes_the_widest_scope_counts() {
        assertThat(cr4(INTEL, 0, ControlBits.CR4_SMEP | ControlBits.CR4_PGE)).isEqualTo(Scope.EVERYTHING);
        assertThat(cr4(INTEL, 0, ControlBits.CR4_PSE | ControlBits.CR4_PAE)).isEqualTo(Scope.ONE_PCID);
        assertThat(policy.mtrrScope()).isEqualTo(Scope.EVERYTHING);
        assertThat(policy.systemManagementScope()).isEqualTo(Scope.EVERYTHING);
    }

    @Test
    void turning_paging_off_takes_everything_and_turning_it_on_what_was_cached_meanwhile() {
        long on = ControlBits.CR0_PE | ControlBits.CR0_PG;
        assertThat(policy.cr0Scope(INTEL, on, ControlBits.CR0_PE)).isEqualTo(Scope.EVERYTHING);
        assertThat(policy.cr0Scope(INTEL, ControlBits.CR0_PE, on)).isEqualTo(Scope.ONE_PCID);
        assertThat(policy.cr0Scope(AMD, ControlBits.CR0_PE, on)).isEqualTo(Scope.EVERYTHING);
        assertThat(policy.cr0Scope(INTEL, on, on | ControlBits.CR0_WP)).isEqualTo(Scope.NOTHING);
        assertThat(policy.cr0Scope(STRICT, 0, ControlBits.CR0_PE)).isEqualTo(Scope.EVERYTHING);
        assertThat(policy.cr0Scope(INTEL, 0, ControlBits.CR0_PE)).isEqualTo(Scope.NOTHING);
    }

    @Test
    void mov_to_cr3_flushes_unless_pcids_are_on_and_bit_63_is_set() {
        assertThat(policy.movToCr3Flushes(false, false)).isTrue();
        assertThat(policy.movToCr3Flushes(true, false)).isTrue();
        assertThat(policy.movToCr3Flushes(true, true)).isFalse();
        assertThat(policy.ignoresMovToCr3(0x1000, 0x1000, true)).isFalse();
    }

    @Test
    void invpcid_of_all_contexts_reaches_every_root() {
        assertThat(policy.rootsStaleAfterInvPcid(1)).isEqualTo(RootReach.OF_PCID);
        assertThat(policy.rootsStaleAfterInvPcid(2)).isEqualTo(RootReach.ALL);
        assertThat(policy.rootsStaleAfterInvPcid(3)).isEqualTo(RootReach.ALL);
        assertThat(policy.invPcidScope(2)).isEqualTo(Scope.EVERYTHING);
        assertThat(policy.invPcidScope(3)).isEqualTo(Scope.ALL_BUT_GLOBALS);
    }
}
