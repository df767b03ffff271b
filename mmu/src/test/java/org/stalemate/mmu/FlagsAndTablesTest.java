package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.vocabulary.Outcome;

final class FlagsAndTablesTest {
    private static final long ACCESSED = 1L << 5;
    private static final long DIRTY = 1L << 6;

    static List<MmuConfiguration> configurations() {
        return Worlds.CONFIGURATIONS;
    }

    private static long word(Outcome outcome) {
        return outcome instanceof Outcome.Loaded(long value, long _) ? value : -1;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_load_marks_accessed_and_only_a_store_marks_dirty(MmuConfiguration configuration) {
        String steps = "load clean\nread entry pt[3]\nstore clean 0x10\nread entry pt[3]";
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(word(outcomes.get(1)) & (ACCESSED | DIRTY)).isEqualTo(ACCESSED);
        assertThat(word(outcomes.get(3)) & (ACCESSED | DIRTY)).isEqualTo(ACCESSED | DIRTY);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_forbidden_store_marks_nothing_dirty(MmuConfiguration configuration) {
        String steps = "store readonly 0x10\nread entry pt[2]";
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.getFirst()).isEqualTo(new Outcome.PageFault(3, 0x2000));
        assertThat(word(outcomes.get(1)) & DIRTY).isZero();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_store_through_a_mapping_of_the_page_table_itself_is_noticed(MmuConfiguration configuration) {
        String steps = """
            store table_itself+0x8 0x201067
            INVLPG x
            load x
            store table_itself+0x8 0x205067
            INVLPG x
            load x
            """;
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.get(2)).isEqualTo(Worlds.loaded(0x201));
        assertThat(outcomes.get(5)).isEqualTo(Worlds.loaded(0x205));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_frame_that_was_written_as_data_is_watched_when_it_becomes_a_table(MmuConfiguration configuration) {
        String steps = """
            store x 0x203067
            store x+0x8 0x204067
            entry pd[2] := 0x200067
            load 0x400000
            store x+0x8 0x206067
            INVLPG 0x401000
            load 0x401000
            store x 0x207067
            INVLPG 0x400000
            load 0x400000
            """;
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.get(3)).isEqualTo(Worlds.loaded(0x203));
        assertThat(outcomes.get(6)).isEqualTo(Worlds.loaded(0x206));
        assertThat(outcomes.get(9)).isEqualTo(Worlds.loaded(0x207));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void write_protection_and_supervisor_guards_apply_to_cached_translations_at_once(MmuConfiguration configuration) {
        String steps = """
            load readonly
            MOV CR0 -WP
            store readonly 0x10
            MOV CR0 +WP
            store readonly 0x20
            MOV CR4 +SMAP
            load x
            MOV CR4 +SMEP
            fetch x
            state CPL 0 AC
            load x
            """;
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Stored(0x202));
        assertThat(outcomes.get(4)).isEqualTo(new Outcome.PageFault(3, 0x2000));
        assertThat(outcomes.get(6)).isEqualTo(new Outcome.PageFault(1, 0x1000));
        assertThat(outcomes.get(8)).isEqualTo(new Outcome.PageFault(0x11, 0x1000));
        assertThat(outcomes.get(10)).isEqualTo(Worlds.loaded(0x200));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void paging_off_reaches_physical_memory_and_leaves_nothing_behind(MmuConfiguration configuration) {
        String steps = "load x\nINIT\nload x\nINIT-AND-BRING-UP root\nload x";
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.get(2)).isEqualTo(Worlds.loaded(1));
        assertThat(outcomes.get(4)).isEqualTo(Worlds.loaded(0x200));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void large_pages_lead_to_the_frame_that_the_address_selects(MmuConfiguration configuration) {
        String steps = "load large+0x3000\nload huge+0x205000\nstore huge+0x205000 0x10\nload huge+0x205000";
        List<Outcome> outcomes = Worlds.run(new KvmLikeMmu(configuration), Worlds.scenario(steps));
        assertThat(outcomes.getFirst()).isEqualTo(Worlds.loaded(0x403));
        assertThat(outcomes.get(1)).isEqualTo(Worlds.loaded(0x40205));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Loaded(0x10, 0x40205));
    }
}
