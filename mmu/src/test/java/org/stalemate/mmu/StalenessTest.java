package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.mmu.host.HostCounters.Event;
import org.stalemate.mmu.host.Retention;
import org.stalemate.vocabulary.Outcome;

final class StalenessTest {
    private static final String EDITED = """
        load x
        entry pt[1] := page 0x201 P RW US A D
        """;

    static List<MmuConfiguration> configurations() {
        return Worlds.CONFIGURATIONS;
    }

    @Test
    void hoarding_hardware_uses_a_stale_translation_until_invlpg() {
        for (MmuConfiguration hoard : List.of(MmuConfiguration.SHADOW, MmuConfiguration.TDP)) {
            assertThat(Worlds.last(hoard, Worlds.scenario(EDITED + "load x"))).isEqualTo(Worlds.loaded(0x200));
        }
    }

    @Test
    void without_hardware_caches_only_a_shadow_table_out_of_step_is_stale() {
        var scenario = Worlds.scenario(EDITED + "load x");
        assertThat(Worlds.last(MmuConfiguration.of(MmuMode.SHADOW, Retention.FORGET), scenario))
                .isEqualTo(Worlds.loaded(0x200));
        assertThat(Worlds.last(MmuConfiguration.of(MmuMode.TDP, Retention.FORGET), scenario))
                .isEqualTo(Worlds.loaded(0x201));
    }

    @Test
    void an_edited_upper_table_is_followed_at_once_where_hardware_keeps_nothing() {
        var scenario = Worlds.scenario("load x\nentry pd[0] := page 0x800 P RW US A D PS\nload x");
        assertThat(Worlds.last(MmuConfiguration.of(MmuMode.SHADOW, Retention.FORGET), scenario))
                .isEqualTo(Worlds.loaded(0x801));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void invalidations_end_staleness(MmuConfiguration configuration) {
        for (String invalidation : List.of(
                "INVLPG x",
                "MOV CR3 root",
                "INVPCID 0 pcid 0 x",
                "INVPCID 1 pcid 0 0x0",
                "INVPCID 2 pcid 0 0x0",
                "INVPCID 3 pcid 0 0x0",
                "MOV CR4 +PGE\nMOV CR4 -PGE",
                "INIT-AND-BRING-UP root")) {
            assertThat(Worlds.last(configuration, Worlds.scenario(EDITED + invalidation + "\nload x")))
                    .as(invalidation)
                    .isEqualTo(Worlds.loaded(0x201));
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void invlpg_takes_every_piece_of_a_large_page(MmuConfiguration configuration) {
        String steps = """
            load large
            load large+0x1000
            entry pd[1] := page 0x600 P RW US A D PS
            INVLPG large
            load large+0x1000
            """;
        assertThat(Worlds.last(configuration, Worlds.scenario(steps))).isEqualTo(Worlds.loaded(0x601));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_noflush_load_of_cr3_keeps_what_a_pcid_had_and_a_flush_of_it_takes_that_away(MmuConfiguration configuration) {
        String steps = EDITED + "MOV CR3 root_b pcid 2 noflush\nINVPCID 1 pcid 0 0x0\nMOV CR3 root noflush\nload x";
        assertThat(Worlds.last(configuration, Worlds.scenario(steps))).isEqualTo(Worlds.loaded(0x201));
    }

    @Test
    void a_kept_root_is_taken_up_again_as_it_was() {
        String steps = EDITED + "MOV CR3 root_b pcid 2 noflush\nload x\nMOV CR3 root noflush\nload x";
        assertThat(Worlds.last(MmuConfiguration.of(MmuMode.SHADOW, Retention.FORGET), Worlds.scenario(steps)))
                .isEqualTo(Worlds.loaded(0x200));
        MmuConfiguration noneKept = new MmuConfiguration(MmuMode.SHADOW, Retention.FORGET, 0);
        assertThat(Worlds.last(noneKept, Worlds.scenario(steps))).isEqualTo(Worlds.loaded(0x201));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_delivered_page_fault_takes_the_stale_page_away(MmuConfiguration configuration) {
        String steps = "load readonly\nentry pt[2] := page 0x205 P US A\nstore readonly 0x10\nload readonly";
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.PageFault(3, 0x2000));
        assertThat(outcomes.get(3)).isEqualTo(Worlds.loaded(0x205));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void one_processor_flushes_for_itself_alone(MmuConfiguration configuration) {
        String steps = """
            P0: load x
            P1: load x
            P0: entry pt[1] := page 0x201 P RW US A D
            P0: INVLPG x
            P1: load x
            P0: load x
            """;
        List<Outcome> outcomes =
                Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario("processors: 2\n", "", steps));
        assertThat(outcomes.get(4)).isIn(Worlds.loaded(0x200), Worlds.loaded(0x201));
        assertThat(outcomes.get(5)).isEqualTo(Worlds.loaded(0x201));
        if (configuration.retention().equals(Retention.HOARD)) {
            assertThat(outcomes.get(4)).isEqualTo(Worlds.loaded(0x200));
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void amd_reports_no_fault_that_memory_does_not_warrant(MmuConfiguration configuration) {
        String steps = "load readonly\nentry pt[2] := page 0x202 P RW US A\nstore readonly 0x10";
        assertThat(Worlds.last(configuration, Worlds.scenario("profile: AMD\n", "", steps)))
                .isEqualTo(new Outcome.Stored(0x202));
    }

    @Test
    void intel_hardware_that_hoards_reports_a_lifted_restriction_once() {
        String steps = "load readonly\nentry pt[2] := page 0x202 P RW US A\nstore readonly 0x10\nstore readonly 0x20";
        List<Outcome> outcomes =
                Worlds.run(new KvmLikeMmu(MmuConfiguration.TDP), Worlds.scenario("profile: INTEL\n", "", steps));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.PageFault(3, 0x2000));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Stored(0x202));
    }

    @Test
    void switching_between_kept_roots_costs_neither_flush_nor_synchronisation() {
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.SHADOW);
        String warm = "load x\nMOV CR3 root_b pcid 2 noflush\nload x\n";
        Worlds.run(mmu, Worlds.scenario(warm));
        int loaded = mmu.counters().of(Event.ROOT_LOADED);
        Worlds.run(mmu, Worlds.scenario(warm + "MOV CR3 root noflush\nload x\nMOV CR3 root_b pcid 2 noflush\nload x"));
        assertThat(mmu.counters().of(Event.ROOT_LOADED)).isEqualTo(loaded).isEqualTo(2);
        assertThat(mmu.counters().of(Event.ROOT_SYNCED)).isZero();
        assertThat(mmu.counters().of(Event.FLUSH_TAG)).isZero();
        assertThat(mmu.counters().of(Event.FLUSH_ALL)).isZero();
    }
}
