package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.host.HostStructureCache;
import org.stalemate.mmu.host.HostTlb;
import org.stalemate.mmu.host.Retention;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.invalidation.Scope;
import org.stalemate.mmu.role.PageRole;
import org.stalemate.mmu.role.RoleComparison;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/** A wrong answer to one question of one part gives a wrong outcome, where the right one gives the outcome of memory as it is. */
final class QuestionsTest {
    private static final Outcome NOT_PRESENT = new Outcome.PageFault(0, 0x1000);

    private static final String DIRECTORY = """
        table directory at 0x15
        directory[0] -> pt P RW US A
        pt[5] -> page 0x15 P RW US A D
        pdpt[2] -> directory P RW US A
        """;

    private static Outcome last(Parts parts, String registers, String steps) {
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.SHADOW, parts);
        return Worlds.run(mmu, Worlds.scenario("", registers, steps)).getLast();
    }

    private static void decides(Parts wrong, String registers, String steps, Outcome right, Outcome mistaken) {
        assertThat(last(Parts.standard(), registers, steps)).isEqualTo(right);
        assertThat(last(wrong, registers, steps)).isEqualTo(mistaken);
    }

    private static Parts comparingTreesWithout(long bits) {
        return Parts.standard().with(new RoleComparison() {
            @Override
            public long treeBits() {
                return ~bits;
            }
        });
    }

    private static Parts comparingPagesWithout(int bits) {
        return Parts.standard().with(new RoleComparison() {
            @Override
            public int pageBits() {
                return ~bits;
            }
        });
    }

    @Test
    void a_shadow_page_that_serves_at_any_level_maps_a_table_as_a_page() {
        Outcome table = new Outcome.Loaded(0x200_067, 0x13);
        String steps = "load 0x8000000008\nload 0x3008";
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.SHADOW, comparingPagesWithout(PageRole.LEVEL));
        List<Outcome> outcomes = Worlds.run(mmu, Worlds.scenario("", "root[1] -> root P RW US A\n", steps));
        assertThat(outcomes).containsExactly(table, table);
    }

    @Test
    void a_shadow_page_of_pieces_that_serves_as_a_table_maps_the_pieces() {
        decides(
                comparingPagesWithout(PageRole.DIRECT | PageRole.SIZE | PageRole.DIRTY),
                """
                table inner at 0x400
                inner[0] -> page 0x205 P RW US A D
                inner[1] -> page 0x206 P RW US A D
                pd[2] -> inner P RW US A
                """,
                "load 0x200000\nload 0x401000\nload 0x400000",
                Worlds.loaded(0x205),
                new Outcome.Loaded(0x205_067, 0x400));
    }

    @ParameterizedTest
    @CsvSource({"CR0, 0x60000010", "CR3, 0x11", "CR4, 0x22"})
    void registers_after_init_are_what_the_rules_say(String register, String value) {
        Parts wrong = Parts.standard().with(new RegisterRules() {
            @Override
            public long cr0AfterInit(ProcessorState state) {
                return ControlBits.CR0_AT_RESET;
            }

            @Override
            public long cr3AfterRestart(ProcessorState state) {
                return 0x11;
            }

            @Override
            public long cr4AfterRestart(ProcessorState state) {
                return 0x22;
            }
        });
        Outcome right = new Outcome.RegisterValue(register.equals("CR0") ? 0x10 : 0);
        decides(wrong, "", "INIT\nread " + register, right, new Outcome.RegisterValue(Long.decode(value)));
    }

    @Test
    void cr3_keeps_and_shows_what_the_rules_say() {
        Parts keepsAll = Parts.standard().with(new RegisterRules() {
            @Override
            public long cr3Kept(long value) {
                return value;
            }
        });
        decides(
                keepsAll,
                "CR4 = +PCIDE\n",
                "MOV CR3 root noflush\nread CR3",
                new Outcome.RegisterValue(0x10_000),
                new Outcome.RegisterValue(1L << 63 | 0x10_000));
        Parts showsAnother = Parts.standard().with(new RegisterRules() {
            @Override
            public long cr3AsRead(ProcessorState state) {
                return 0x5000;
            }
        });
        decides(showsAnother, "", "read CR3", new Outcome.RegisterValue(0x10_000), new Outcome.RegisterValue(0x5000));
    }

    @Test
    void a_context_that_outlives_a_change_of_pg_still_translates() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public boolean movToCr0RebuildsContext(long oldCr0, long newCr0) {
                return false;
            }
        });
        String registers = "CR4 = -PCIDE\nstate = 32-bit\n";
        decides(wrong, registers, "load x\nMOV CR0 -PG\nload x", Worlds.loaded(1), Worlds.loaded(0x200));
    }

    @Test
    void a_translation_that_outlives_write_protection_lets_a_store_to_a_table_pass_unseen() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public boolean flushesAtProtection(boolean stillWritable) {
                return false;
            }
        });
        String steps = "store 0x5008 0\nload 0x80001000\nstore 0x5000 0\nMOV CR3 root\nload 0x80001000";
        decides(wrong, DIRECTORY, steps, new Outcome.PageFault(0, 0x8000_1000L), Worlds.loaded(0x200));
    }

    /** Loading the root again synchronises it, which drops the entry of a translation that the hardware still has. */
    @Test
    void a_translation_whose_shadow_entry_is_gone_outlives_write_protection() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public boolean flushesAtProtection(boolean stillWritable) {
                return stillWritable;
            }
        });
        String first = "store 0x5008 0\nload 0x80001000\nstore 0x5000 0\nMOV CR3 root\nload 0x80001000";
        assertThat(last(wrong, DIRECTORY, first)).isEqualTo(new Outcome.PageFault(0, 0x8000_1000L));
        String steps = """
            store 0x5008 0
            entry pt[5] := 0
            MOV CR3 root pcid 1 noflush
            MOV CR3 root noflush
            load 0x80001000
            store 0x5000 0
            MOV CR3 root
            load 0x80001000
            """;
        MmuConfiguration configuration = new MmuConfiguration(MmuMode.SHADOW, Retention.HOARD, 0);
        Scenario scenario = Worlds.scenario("", "CR4 = +PCIDE\n" + DIRECTORY, steps);
        assertThat(Worlds.run(new KvmLikeMmu(configuration), scenario))
                .element(5)
                .isEqualTo(new Outcome.PageFault(2, 0x5000));
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration, wrong), scenario);
        assertThat(outcomes.get(5)).isEqualTo(new Outcome.Stored(0x15));
        assertThat(outcomes.getLast()).isEqualTo(Worlds.loaded(0x200));
    }

    @Test
    void a_translation_that_outlives_its_shadow_entry_at_invlpg_is_used_again() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public boolean invLpgFlushesHardware(boolean stillMapped) {
                return stillMapped;
            }
        });
        String edit = "load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload x";
        decides(wrong, "", edit, Worlds.loaded(0x201), Worlds.loaded(0x200));
    }

    @Test
    void a_table_that_is_relied_on_and_not_tracked_goes_stale() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public boolean isReliedOn(int shadowPages) {
                return shadowPages == 1;
            }
        });
        String steps = "load x\nload 0x8000001000\nentry pdpt[0] := 0\nMOV CR3 root\nload x";
        decides(wrong, "root[1] -> pdpt P US A\n", steps, NOT_PRESENT, Worlds.loaded(0x200));
    }

    @Test
    void a_tree_with_entries_made_for_writes_without_wp_serves_no_other_context() {
        Outcome stored = new Outcome.Stored(0x202);
        decides(
                comparingTreesWithout(TreeKey.WRITE_PROTECT),
                "CR0 = -WP\n",
                "store readonly 1\nMOV CR0 +WP\nstore readonly 2",
                new Outcome.PageFault(3, 0x2000),
                stored);
        decides(
                comparingTreesWithout(TreeKey.SMEP_WITHOUT_WP),
                "CR0 = -WP\n",
                "store readonly 1\nMOV CR4 +SMEP\nfetch readonly",
                new Outcome.PageFault(0x11, 0x2000),
                new Outcome.Loaded(1, 0x202));
        decides(
                comparingTreesWithout(TreeKey.SMAP_WITHOUT_WP),
                "CR0 = -WP\n",
                "store readonly 1\nMOV CR4 +SMAP\nload readonly",
                new Outcome.PageFault(1, 0x2000),
                new Outcome.Loaded(1, 0x202));
        decides(
                comparingTreesWithout(TreeKey.KEYS_WITHOUT_WP),
                "CR0 = -WP\nPKRU = AD0\n",
                "store readonly 1\nMOV CR4 +PKE\nload readonly",
                new Outcome.PageFault(0x21, 0x2000),
                new Outcome.Loaded(1, 0x202));
    }

    @Test
    void hardware_that_keeps_entries_made_for_writes_without_wp_lets_through_what_wp_forbids() {
        Parts wrong = Parts.standard().with(new FlushPolicy() {
            @Override
            public Scope scopeOfTooWideEntries() {
                return Scope.NOTHING;
            }
        });
        decides(
                wrong,
                "CR0 = -WP\n",
                "store readonly 1\nMOV CR0 +WP\nstore readonly 2",
                new Outcome.PageFault(3, 0x2000),
                new Outcome.Stored(0x202));
    }

    @Test
    void queues_and_caches_can_be_replaced() {
        Parts forgetful = Parts.standard().withFlushRequests(() -> new FlushRequests() {
            @Override
            public boolean pending() {
                return false;
            }
        });
        String edit = "load x\nentry pt[1] := 0\nMOV CR3 root\nload x";
        decides(forgetful, "", edit, NOT_PRESENT, Worlds.loaded(0x200));
        Parts untagged = Parts.standard().withTlb(retention -> new HostTlb(retention) {
            @Override
            protected boolean isUsable(int madeUnder, int usedUnder, long translation) {
                return true;
            }
        });
        String switching = "load x\nentry pt[1] := 0\nMOV CR3 root pcid 1 noflush\nload x";
        decides(untagged, "CR4 = +PCIDE\n", switching, NOT_PRESENT, Worlds.loaded(0x200));
        int[] made = {0};
        Parts counting = Parts.standard().withStructureCache(retention -> {
            made[0]++;
            return new HostStructureCache(retention);
        });
        assertThat(last(counting, "", "load x")).isEqualTo(Worlds.loaded(0x200));
        assertThat(made[0]).isPositive();
    }
}
