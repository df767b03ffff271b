package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.OnePage.WORLD;
import static org.stalemate.oracles.OnePage.telling;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;

/** Stale outcomes count as exhibits of the permissions that they rest on, and of no others. */
final class ExhibitedPermissionsTest {
    private static final List<Rule> STRUCTURE_CACHES =
            List.of(Rule.C_PSC_PDE, Rule.C_PSC_PDPTE, Rule.C_PSC_PML4E, Rule.C_PSC_PML5E);

    /** Tables of their own under another root, which map x to another frame; they map y, too. */
    private static final String OTHER_TABLES = """
        table root_b at 0x20
        table pdpt_b at 0x21
        table pd_b at 0x22
        table pt_b at 0x23
        root_b[0] -> pdpt_b P RW US A
        pdpt_b[0] -> pd_b P RW US A
        pd_b[0] -> pt_b P RW US A
        pt_b[1] -> page 0x301 P RW US A D
        pt_b[2] -> page 0x301 P RW US A D
        """;

    private final RuleCoverage coverage = new RuleCoverage();

    private void judge(String steps, Mmu subject) {
        judge(WORLD, steps, subject);
    }

    /** Judges a scenario one outcome of which is stale. */
    private void judge(String world, String steps, Mmu subject) {
        String text = world.replace("x = ", OTHER_TABLES + "x = ") + steps;
        Judgement judgement = new Judge().judge(LitmusParser.parse(text).scenario(), subject, coverage);
        assertThat(judgement.grade()).isEqualTo(Grade.STALE);
        assertThat(judgement.stale()).isEqualTo(1);
    }

    private void judge(String steps) {
        judge(steps, LawfulProcessor.hoarding());
    }

    @Test
    void a_stale_outcome_exhibits_what_let_it_survive() {
        judge("load x\nentry pt[1] := page 0x201 P RW US A D\nMOV CR3 root noflush\nload x\n");
        assertThat(coverage.exhibited(Rule.TLB_MOVCR3_NOFLUSH)).isEqualTo(1);
        assertThat(coverage.exhibited(Rule.TLB_CR0_WP)).isZero();
        assertThat(coverage.exhibited(Rule.C_MODE_NOT_TAG)).isZero();
    }

    @Test
    void a_stale_outcome_under_other_controls_exhibits_that_they_are_no_tag() {
        judge("load x\nentry pt[1] := page 0x201 P RW US A D\nMOV CR0 -WP\nload x\n");
        assertThat(coverage.exhibited(Rule.TLB_CR0_WP)).isEqualTo(1);
        assertThat(coverage.exhibited(Rule.C_MODE_NOT_TAG)).isEqualTo(1);
    }

    @Test
    void a_translation_of_another_root_exhibits_that_the_root_is_no_tag() {
        judge("load x\nMOV CR3 root_b noflush\nload x\n");
        assertThat(coverage.exhibited(Rule.C_ROOT_NOT_TAG)).isEqualTo(1);
    }

    /** It was made under that root, or before that root was left and loaded again, or could be made again under it before an edit. */
    @ParameterizedTest
    @ValueSource(strings = {"""
        load x
        entry pt[1] := page 0x201 P RW US A D
        load x
        """, """
            load x
            entry pt[1] := page 0x201 P RW US A D
            MOV CR3 root_b noflush
            MOV CR3 root noflush
            load x
            """, """
                entry pt_b[1] := page 0x200 P RW US A D
                load x
                MOV CR3 root_b noflush
                entry pt_b[1] := page 0x201 P RW US A D
                load x
                """})
    void a_translation_that_may_be_of_the_root_of_now_does_not(String steps) {
        judge(steps);
        assertThat(coverage.exhibited(Rule.C_ROOT_NOT_TAG)).isZero();
    }

    @Test
    void a_translation_of_another_size_than_memory_maps_exhibits_two_sizes() {
        judge("load x\nentry pd[0] := page 0x400 P RW US A D PS\nload x\n");
        assertThat(coverage.exhibited(Rule.C_SIZE_CHANGE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt[1] := page 0x201 P RW US A D", "pd[0] := 0", "pt[1] := 0"})
    void where_memory_maps_the_same_size_or_nothing_there_are_no_two_sizes(String edit) {
        judge("load x\nentry " + edit + "\nload x\n");
        assertThat(coverage.exhibited(Rule.C_SIZE_CHANGE)).isZero();
    }

    /** The table left behind has no entry for y any more, and the new one does. */
    @ParameterizedTest
    @CsvSource({
        "C_PSC_PDE, pt[2], pd[0] := pt_b",
        "C_PSC_PDPTE, pd[0], pdpt[0] := pd_b",
        "C_PSC_PML4E, pdpt[0], root[0] := pdpt_b"
    })
    void a_fault_on_a_walk_from_structure_entries_of_one_level_exhibits_the_cache_of_that_level(
            Rule rule, String removed, String replaced) {
        judge(
                "load x\nentry %s := 0\nentry %s P RW US A\nload y\n".formatted(removed, replaced),
                faultingWhereMemoryIsNew());
        assertThat(coverage.exhibited(Rule.C_PSC_USE)).isEqualTo(1);
        assertThat(exhibitedStructureCaches()).containsExactly(rule);
    }

    @Test
    void a_fault_on_a_walk_from_a_pml5_entry_exhibits_its_cache() {
        String fiveLevels = WORLD.replace(
                        "table root ", "features: NX LA57\npaging: 5-level\n\ntable pml5 at 0x0f\ntable root ")
                .replace("x = ", "pml5[0] -> root P RW US A\nx = ");
        judge(
                fiveLevels,
                "load x\nentry root[0] := 0\nentry pml5[0] := root_b P RW US A\nload y\n",
                faultingWhereMemoryIsNew());
        assertThat(coverage.exhibited(Rule.C_PSC_USE)).isEqualTo(1);
        assertThat(exhibitedStructureCaches()).containsExactly(Rule.C_PSC_PML5E);
    }

    @Test
    void a_fault_on_walks_from_structure_entries_of_two_levels_exhibits_the_cache_of_neither() {
        judge(
                "load x\nentry pt[2] := 0\nentry pd[0] := 0\nentry pdpt[0] := pd_b P RW US A\nload y\n",
                faultingWhereMemoryIsNew());
        assertThat(coverage.exhibited(Rule.C_PSC_USE)).isEqualTo(1);
        assertThat(exhibitedStructureCaches()).isEmpty();
    }

    private Stream<Rule> exhibitedStructureCaches() {
        return STRUCTURE_CACHES.stream().filter(rule -> coverage.exhibited(rule) > 0);
    }

    private static Mmu faultingWhereMemoryIsNew() {
        return telling(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.Loaded(var _, long frame) && frame == 0x301
                        ? new Outcome.PageFault(0, 0x2000)
                        : outcome);
    }
}
