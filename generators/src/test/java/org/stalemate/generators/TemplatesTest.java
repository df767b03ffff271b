package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** That each template tells its plot: what it is made of occurs in order, far more often than noise alone brings it. */
class TemplatesTest {
    private static final int SEEDS = 200;

    private static Scenario alone(Template template, long seed) {
        GeneratorSettings settings =
                GeneratorSettings.STANDARD.withTemplates(100).withPresetFlags(20);
        for (Template other : Template.values()) {
            settings = settings.with(other, other == template ? 1 : 0);
        }
        settings = settings.withHome(home(template));
        if (template == Template.SHOOTDOWN) {
            settings = settings.withPlatforms(PlatformMix.STANDARD.withTwoProcessors(100));
        }
        return new ScenarioGenerator(settings).generate(seed, new Model(false));
    }

    private static PagingMode home(Template template) {
        return switch (template) {
            case POINTERS -> PagingMode.PAE;
            case LARGE_PAGE_BIT, BOTH_SIZES -> PagingMode.BITS_32;
            default -> PagingMode.LEVEL_4;
        };
    }

    /** In how many scenarios of the template something is found at some step. */
    private static int found(Template template, Function<List<Step>, IntPredicate> plot) {
        int found = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Step> steps = alone(template, seed).steps();
            IntPredicate startsHere = plot.apply(steps);
            for (int i = 0; i < steps.size(); i++) {
                if (startsHere.test(i)) {
                    found++;
                    break;
                }
            }
        }
        return found;
    }

    private static boolean within(List<Step> steps, int from, int count, Predicate<Step> what) {
        return steps.stream().skip(from).limit(count).anyMatch(what);
    }

    private static boolean touches(Step step, long page) {
        return step instanceof Step.Instruction(var _, Operation.Access access) && access.address() >> 12 == page;
    }

    private static boolean edits(Step step) {
        return step instanceof Step.Instruction(var _, Operation.StoreTableEntry _);
    }

    private static boolean loadsCr3(Step step) {
        return step instanceof Step.Instruction(var _, Operation.MovToCr3 _);
    }

    private static long page(Step step) {
        return step instanceof Step.Instruction(var _, Operation.Access access)
                ? access.address() >> 12
                : Long.MIN_VALUE;
    }

    @Test
    void revisit_touches_edits_switches_and_touches_again() {
        assertThat(found(
                        Template.REVISIT,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 3, TemplatesTest::edits)
                                && within(steps, i + 2, 6, TemplatesTest::loadsCr3)
                                && within(steps, i + 3, 8, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void retag_comes_back_to_the_page_under_another_tag() {
        assertThat(found(
                        Template.RETAG,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 3, TemplatesTest::loadsCr3)
                                && within(steps, i + 2, 4, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void share_looks_at_another_page_after_an_edit() {
        assertThat(found(
                        Template.SHARE,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 3, TemplatesTest::edits)
                                && within(
                                        steps,
                                        i + 2,
                                        4,
                                        step -> page(step) != Long.MIN_VALUE && page(step) != page(steps.get(i)))))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void global_makes_pages_global_before_they_are_edited() {
        assertThat(found(
                        Template.GLOBAL,
                        steps -> i -> steps.get(i)
                                        instanceof
                                        Step.Instruction(var _, Operation.StoreTableEntry(var _, var _, long value))
                                && (value & PagingEntry.GLOBAL) != 0
                                && within(steps, i + 1, 3, step -> page(step) != Long.MIN_VALUE)
                                && within(steps, i + 2, 5, TemplatesTest::edits)))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void size_change_puts_large_pages_where_tables_were() {
        assertThat(found(
                        Template.SIZE_CHANGE,
                        steps -> i -> steps.get(i)
                                        instanceof
                                        Step.Instruction(var _, Operation.StoreTableEntry(var _, var _, long value))
                                && (value & PagingEntry.PAGE_SIZE) != 0
                                && within(steps, i + 1, 5, step -> page(step) != Long.MIN_VALUE)))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void rights_accesses_pages_as_a_user() {
        assertThat(found(
                        Template.RIGHTS,
                        steps -> i ->
                                steps.get(i) instanceof Step.Instruction(var _, Operation.SetExecutionState(var state))
                                        && state.cpl() == 3
                                        && within(steps, i + 1, 3, step -> page(step) != Long.MIN_VALUE)))
                .isGreaterThan(SEEDS / 4);
    }

    @Test
    void flags_reads_the_entry_back_that_a_flag_was_cleared_in() {
        assertThat(found(
                        Template.FLAGS,
                        steps -> i -> steps.get(i)
                                        instanceof
                                        Step.Instruction(
                                                var _,
                                                Operation.StoreTableEntry(long table, int index, long value))
                                && (value & PagingEntry.PRESENT) != 0
                                && (value & (PagingEntry.ACCESSED | PagingEntry.DIRTY))
                                        != (PagingEntry.ACCESSED | PagingEntry.DIRTY)
                                && within(
                                        steps,
                                        i + 1,
                                        5,
                                        step -> step
                                                        instanceof
                                                        Step.Instruction(
                                                                var _,
                                                                Operation.LoadTableEntry(long read, int word))
                                                && read == table
                                                && word == index)))
                .isGreaterThan(SEEDS / 5);
    }

    @Test
    void shootdown_edits_on_one_processor_what_the_other_touched() {
        assertThat(found(
                        Template.SHOOTDOWN,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(
                                        steps,
                                        i + 1,
                                        4,
                                        step -> touches(step, page(steps.get(i)))
                                                && step.processor()
                                                        != steps.get(i).processor())
                                && within(
                                        steps,
                                        i + 2,
                                        6,
                                        step -> edits(step)
                                                && step.processor()
                                                        == steps.get(i).processor())))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void restart_comes_back_to_the_page_after_init_and_bring_up() {
        assertThat(found(
                        Template.RESTART,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 5, Step.InitAndBringUp.class::isInstance)
                                && within(steps, i + 3, 5, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 8);
    }

    private static boolean toggles(Step step) {
        return step instanceof Step.Instruction(var _, Operation.MovToCr4 _);
    }

    @Test
    void twin_lets_the_hypervisor_access_what_was_touched_before_the_edit() {
        assertThat(found(
                        Template.TWIN,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 3, TemplatesTest::edits)
                                && within(
                                        steps,
                                        i + 2,
                                        4,
                                        step -> step instanceof Step.Instruction(var _, Operation.Emulated(var access))
                                                && access.address() >> 12 == page(steps.get(i)))))
                .isGreaterThan(SEEDS / 4);
    }

    @Test
    void across_accesses_two_pages_at_once_of_which_one_was_touched_before_its_edit() {
        assertThat(found(
                        Template.ACROSS,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 3, TemplatesTest::edits)
                                && within(
                                        steps,
                                        i + 2,
                                        5,
                                        step -> step instanceof Step.Instruction(var _, Operation.SplitAccess access)
                                                && Math.abs(access.address() + 4 - (page(steps.get(i)) << 12))
                                                        <= 0x1000)))
                .isGreaterThan(SEEDS / 4);
    }

    @Test
    void role_writes_as_a_supervisor_with_wp_changed_in_between() {
        assertThat(found(
                        Template.ROLE,
                        steps -> i -> steps.get(i) instanceof Step.Instruction(var _, Operation.Store _)
                                && within(
                                        steps,
                                        i + 1,
                                        4,
                                        step -> step instanceof Step.Instruction(var _, Operation.MovToCr0 _))
                                && within(
                                        steps,
                                        i + 2,
                                        4,
                                        step -> touches(step, page(steps.get(i)))
                                                && !(step instanceof Step.Instruction(var _, Operation.Load _)))))
                .isGreaterThan(SEEDS / 8);
    }

    @Test
    void keys_changes_rights_between_two_touches() {
        assertThat(found(
                        Template.KEYS,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(
                                        steps,
                                        i + 1,
                                        3,
                                        step -> step instanceof Step.Instruction(var _, Operation.WrPkru _)
                                                || step instanceof Step.Instruction(var _, Operation.WrmsrPkrs _))
                                && within(steps, i + 2, 3, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 4);
    }

    @Test
    void pointers_loads_cr3_after_an_edit_of_a_pointer_and_a_touch() {
        assertThat(found(
                        Template.POINTERS,
                        steps -> i -> edits(steps.get(i))
                                && within(steps, i + 1, 3, step -> page(step) != Long.MIN_VALUE)
                                && within(steps, i + 2, 5, TemplatesTest::loadsCr3)
                                && within(steps, i + 3, 5, step -> page(step) != Long.MIN_VALUE)))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void large_page_bit_is_changed_between_touches() {
        assertThat(found(
                        Template.LARGE_PAGE_BIT,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 2, TemplatesTest::toggles)
                                && within(steps, i + 2, 3, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 3);
    }

    @Test
    void both_sizes_comes_back_to_the_page_after_the_other_mode() {
        assertThat(found(
                        Template.BOTH_SIZES,
                        steps -> i -> page(steps.get(i)) != Long.MIN_VALUE
                                && within(steps, i + 1, 6, TemplatesTest::toggles)
                                && within(steps, i + 2, 9, TemplatesTest::loadsCr3)
                                && within(steps, i + 3, 12, step -> touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 2);
    }

    @Test
    void new_table_writes_through_a_page_before_and_after_its_frame_becomes_a_table() {
        assertThat(found(
                        Template.NEW_TABLE,
                        steps -> i -> stores(steps.get(i))
                                && within(steps, i + 1, 3, TemplatesTest::edits)
                                && within(steps, i + 3, 6, step -> stores(step) && touches(step, page(steps.get(i))))))
                .isGreaterThan(SEEDS / 4);
    }

    private static boolean stores(Step step) {
        return step instanceof Step.Instruction(var _, Operation.Store _);
    }
}
