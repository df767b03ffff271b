package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.host.HostCounters.Event;
import org.stalemate.mmu.host.Retention;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Registers;

/** Writes that CR0.WP=0 lets through, on hardware that has CR0.WP=1. */
final class ForcedWritesTest {
    private static final int KEY = 1;
    private static final int ACCESS_DISABLE = 1 << (2 * KEY);
    private static final int[] KINDS = {AccessKind.READ, AccessKind.WRITE, AccessKind.FETCH, AccessKind.IMPLICIT_READ};

    private static final long[] SETTINGS = {
        ControlBits.CR4_SMEP, ControlBits.CR4_SMAP, ControlBits.CR4_PKE, ControlBits.CR4_PKS
    };

    /** A processor in each combination of WP, SMEP, SMAP, PKE and PKS, at a CPL, with an AC and key rights. */
    private static List<ProcessorState> processors(int cpl, boolean ac, int pkru, int pkrs) {
        List<ProcessorState> processors = new ArrayList<>();
        for (int bits = 0; bits < 1 << (SETTINGS.length + 1); bits++) {
            long cr4 = ControlBits.CR4_PAE;
            for (int i = 0; i < SETTINGS.length; i++) {
                cr4 |= (bits >> i & 1) != 0 ? SETTINGS[i] : 0;
            }
            long wp = bits >> SETTINGS.length != 0 ? ControlBits.CR0_WP : 0;
            ProcessorState state = new ProcessorState(0, new AccessRights(), new ProtectionKeys(), new EntryFormat());
            state.load(new Registers(
                    ControlBits.CR0_PE | ControlBits.CR0_PG | wp,
                    0,
                    0x10_000,
                    cr4,
                    ControlBits.EFER_LME | ControlBits.EFER_LMA | ControlBits.EFER_NXE,
                    new ExecutionState(cpl, ac, CodeSegment.BITS_64)));
            state.setPkru(pkru);
            state.setPkrs(pkrs);
            processors.add(state);
        }
        return processors;
    }

    private static boolean guestAllows(ProcessorState state, int kind, int rights) {
        return (state.permitted(kind) >>> rights & 1) != 0 && !ProtectionKeys.denies(state.denied(kind), rights, KEY);
    }

    private static boolean hardwareAllows(ProcessorState state, int kind, int rights) {
        int table = state.permitted(kind);
        int permitted = kind == AccessKind.WRITE ? AccessRights.protectingWrites(table) : table;
        return (permitted >>> rights & 1) != 0 && !ProtectionKeys.denies(state.denied(kind), rights, KEY);
    }

    private static long key(ProcessorState state) {
        return TreeKey.of(state, state.shape(), 0);
    }

    @Test
    void no_entry_lets_through_what_the_guest_forbids_where_it_may_still_be_in_use() {
        List<ProcessorState> makers = processors(0, true, 0, 0);
        int tooWide = 0;
        for (int pkru : new int[] {0, ACCESS_DISABLE}) {
            for (int pkrs : new int[] {0, ACCESS_DISABLE}) {
                for (int execution = 0; execution < 4; execution++) {
                    List<ProcessorState> users = processors(execution < 2 ? 0 : 3, (execution & 1) != 0, pkru, pkrs);
                    for (ProcessorState maker : makers) {
                        for (ProcessorState user : users) {
                            tooWide += entriesTooWide(maker, user);
                        }
                    }
                }
            }
        }
        assertThat(tooWide).isPositive();
    }

    /** The entries that a processor in one state makes for writes and that would let through too much in another, which has to be known. */
    private static int entriesTooWide(ProcessorState maker, ProcessorState user) {
        int count = 0;
        for (int rights = 0; rights <= AccessRights.ALL; rights++) {
            if (guestAllows(maker, AccessKind.WRITE, rights)) {
                int entry = maker.shadowed(AccessKind.WRITE, rights);
                for (int kind : KINDS) {
                    if (hardwareAllows(user, kind, entry) && !guestAllows(user, kind, rights)) {
                        count++;
                        assertThat(key(user)).isNotEqualTo(key(maker));
                        assertThat(TreeKey.isTooWide(key(maker), key(user))).isTrue();
                    }
                }
            }
        }
        return count;
    }

    private static KvmLikeMmu run(String registers, String steps) {
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.of(MmuMode.SHADOW, Retention.FORGET));
        Worlds.run(mmu, Worlds.scenario("", registers, steps));
        return mmu;
    }

    @Test
    void the_hardware_carries_out_such_a_write_by_itself_once_there_is_an_entry_for_it() {
        KvmLikeMmu mmu = run("CR0 = -WP\n", "store readonly 1\nstore readonly 2\nload readonly");
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(1);
    }

    @Test
    void the_hypervisor_carries_out_such_a_write_to_a_page_that_smap_guards_or_that_has_a_key() {
        String registers = "CR0 = -WP\nCR4 = +SMAP\nstate = CPL 0 AC\n";
        KvmLikeMmu mmu = run(registers, "store readonly 1\nstore readonly 2\nload readonly");
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(2);
        mmu = run("CR0 = -WP\nCR4 = +PKE\n", "store readonly 1\nstore readonly 2\nload readonly");
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(2);
    }

    @Test
    void a_supervisors_page_needs_neither_smap_nor_keys_to_be_off() {
        String registers = "pt[6] -> page 0x202 P A D\nCR0 = -WP\nCR4 = +SMAP +SMEP +PKE\n";
        KvmLikeMmu mmu = run(registers, "store 0x6000 1\nstore 0x6000 2\nfetch 0x6000");
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(1);
    }

    @Test
    void users_read_such_a_page_and_may_not_write_to_it() {
        String steps = "store readonly 1\nstate CPL 3\nload readonly\nstore readonly 2";
        List<Outcome> outcomes =
                Worlds.run(new KvmLikeMmu(MmuConfiguration.SHADOW), Worlds.scenario("", "CR0 = -WP\n", steps));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Loaded(1, 0x202));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.PageFault(7, 0x2000));
    }

    @Test
    void a_change_of_wp_goes_over_to_another_tree_and_back_and_makes_nothing_anew() {
        String there = "store readonly 1\nMOV CR0 +WP\nload readonly\n";
        KvmLikeMmu mmu = run("CR0 = -WP\n", there);
        int made = mmu.counters().of(Event.SHADOW_PAGE_MADE);
        assertThat(made).isEqualTo(8);
        mmu = run("CR0 = -WP\n", there + "MOV CR0 -WP\nstore readonly 2\nMOV CR0 +WP\nload readonly");
        assertThat(mmu.counters().of(Event.SHADOW_PAGE_MADE)).isEqualTo(made);
        assertThat(mmu.counters().of(Event.ROOT_LOADED)).isEqualTo(2);
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(2);
    }

    @Test
    void with_wp_smep_and_smap_make_no_difference_to_shadow_pages() {
        KvmLikeMmu mmu = run("", "load x\nMOV CR4 +SMEP\nMOV CR4 +SMAP\nMOV CR4 -SMAP\nload x");
        assertThat(mmu.counters().of(Event.SHADOW_PAGE_MADE)).isEqualTo(4);
        assertThat(mmu.counters().of(Event.ROOT_LOADED)).isEqualTo(1);
        assertThat(mmu.counters().of(Event.EXIT)).isEqualTo(1);
    }

    @Test
    void an_invalidation_reaches_the_trees_of_every_context_of_its_pcid() {
        for (String invalidation : List.of("INVLPG readonly", "MOV CR3 root", "INVPCID 1 pcid 0 0x0")) {
            String steps = "store readonly 1\nMOV CR0 +WP\nload readonly\nentry pt[2] := page 0x205 P US A D\n"
                    + invalidation
                    + "\nload readonly\nMOV CR0 -WP\nload readonly\nstore readonly 2";
            for (MmuConfiguration configuration : Worlds.CONFIGURATIONS) {
                assertThat(Worlds.last(configuration, Worlds.scenario("", "CR0 = -WP\n", steps)))
                        .as("%s, %s", invalidation, configuration)
                        .isEqualTo(new Outcome.Stored(0x205));
            }
        }
    }
}
