package org.stalemate.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;

class GoldenTest {
    private final LitmusTest test = LitmusParser.parse(resource("every-statement.litmus"));
    private final LitmusTest legacy = LitmusParser.parse(resource("four-byte-entries.litmus"));
    private final LitmusTest split = LitmusParser.parse(resource("split-accesses.litmus"));

    @Test
    void a_hand_written_text_has_the_expected_normal_form() {
        assertThat(LitmusPrinter.print(test)).isEqualTo(resource("every-statement.normal.litmus"));
        assertThat(LitmusPrinter.print(legacy)).isEqualTo(resource("four-byte-entries.normal.litmus"));
        assertThat(LitmusPrinter.print(split)).isEqualTo(resource("split-accesses.normal.litmus"));
    }

    @Test
    void the_normal_form_says_the_same() {
        assertThat(LitmusParser.parse(resource("every-statement.normal.litmus")))
                .isEqualTo(test);
        assertThat(LitmusParser.parse(resource("four-byte-entries.normal.litmus")))
                .isEqualTo(legacy);
        assertThat(LitmusParser.parse(resource("split-accesses.normal.litmus"))).isEqualTo(split);
    }

    @Test
    void a_table_of_4_byte_entries_has_two_of_them_in_each_word() {
        assertThat(legacy.scenario().start().tables().getFirst().entries())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(0, 0x0080_11E7_0001_1027L, 1, 0x0000_0000_00AF_E083L, 511, 0x0001_0003_0000_0000L));
        assertThat(legacy.scenario().start().tables().get(1).entries())
                .containsExactlyInAnyOrderEntriesOf(Map.of(3, 0x20_0267L, 4, 0L));
    }

    @Test
    void an_access_that_crosses_a_page_has_outcomes_of_two_frames() {
        assertThat(operation(split, 1)).isEqualTo(new Operation.SplitStore(0x1FFC, 0x8000_0000_0000_0112L));
        assertThat(operation(split, 3)).isEqualTo(new Operation.SplitLoad(-4));
        assertThat(split.expectations().getFirst().patterns())
                .containsExactly(
                        new OutcomePattern.SplitLoaded(0, 0, OptionalLong.of(0x200), OptionalLong.of(0x210)),
                        new OutcomePattern.SplitLoaded(0, 0, OptionalLong.of(0x201), OptionalLong.of(0x210)),
                        new OutcomePattern.SplitLoaded(0, 0, OptionalLong.of(0x201), OptionalLong.empty()));
        assertThat(LitmusPrinter.outcome(
                        split.scenario(), 0, new Outcome.SplitLoaded(16, 0x210, Outcome.UNKNOWN_FRAME)))
                .isEqualTo("loaded 0x10 from page 0x210 and any page");
        assertThat(LitmusPrinter.outcome(split.scenario(), 1, new Outcome.SplitStored(0x210, 0x211)))
                .isEqualTo("stored to page 0x210 and page 0x211");
    }

    @Test
    void a_store_of_4_bytes_is_an_entry_or_half_of_one() {
        assertThat(operation(legacy, 10)).isEqualTo(new Operation.StoreTableHalf(0x11, 7, 0x20_10E7));
        assertThat(operation(legacy, 11)).isEqualTo(new Operation.StoreTableHalf(0x20, 8, 0x3_11E7));
        assertThat(operation(legacy, 12)).isEqualTo(new Operation.StoreTableHalf(0x20, 9, 0x8000_0000));
        assertThat(operation(legacy, 8)).isEqualTo(new Operation.StoreTableEntry(0x10, 1, 0x1234_5678));
    }

    @Test
    void the_paging_mode_says_what_registers_are_by_default() {
        assertThat(legacy.scenario().start().processors().getFirst())
                .isEqualTo(new Registers(
                        0x8001_0031L,
                        0,
                        0x10000,
                        0x90,
                        0x800,
                        0x84,
                        0x8000_0000,
                        new ExecutionState(0, false, CodeSegment.BITS_32)));
        assertThat(LitmusParser.parse("name: t\npaging: 5-level\nload 0")
                        .scenario()
                        .start()
                        .processors())
                .containsExactly(new Registers(0x8001_0031L, 0, 0, 0x210A0, 0xD00, ExecutionState.SUPERVISOR_64));
    }

    @Test
    void registers_without_a_prefix_are_set_on_every_processor() {
        assertThat(test.scenario().start().processors())
                .containsExactly(
                        new Registers(0x8001_0031L, 0x1010, 0x10000, 0x200A0, 0xD00, ExecutionState.SUPERVISOR_64),
                        new Registers(
                                0x8001_0031L,
                                0x1010,
                                0x20012,
                                0x120020,
                                0xD00,
                                new ExecutionState(3, true, CodeSegment.BITS_64)));
    }

    @Test
    void entries_hold_the_frame_and_the_named_bits() {
        assertThat(test.scenario().start().tables().get(1).entries()).containsEntry(1, 0x8000_0000_4000_01E7L);
        assertThat(test.scenario().start().tables().get(2).entries()).containsEntry(0, 0x4000_0000_0001_323FL);
    }

    @Test
    void relative_operands_are_relative_to_the_last_value_given() {
        assertThat(operation(6)).isEqualTo(new Operation.MovToCr0(0x8000_0031L));
        assertThat(operation(7)).isEqualTo(new Operation.MovToCr0(0x8001_0031L));
        assertThat(operation(12)).isEqualTo(new Operation.MovToCr4(0x1200A0));
        assertThat(operation(14)).isEqualTo(new Operation.WrmsrEfer(0x500));
    }

    @Test
    void expectations_belong_to_the_step_above() {
        assertThat(test.expectations().getFirst())
                .isEqualTo(new Expectation(
                        0,
                        ExpectationKind.PERMITTED,
                        List.of(
                                new OutcomePattern.Loaded(0, 0, OptionalLong.of(0x200)),
                                new OutcomePattern.Loaded(0, 0, OptionalLong.of(0x201)),
                                new OutcomePattern.PageFault(OptionalInt.of(0x1F), OptionalLong.of(0x1008)))));
        assertThat(test.expectations().get(3).step()).isEqualTo(1);
    }

    @Test
    void a_step_and_an_outcome_can_be_printed_alone() {
        assertThat(LitmusPrinter.steps(test.scenario()))
                .element(3)
                .isEqualTo("P0: entry pt[1] := page 0x201 P RW US A D");
        assertThat(LitmusPrinter.outcome(test.scenario(), 0, new Outcome.PageFault(3, 0x1008)))
                .isEqualTo("#PF(P W) at x+8");
        assertThat(LitmusPrinter.outcome(test.scenario(), 0, new Outcome.Loaded(16, Outcome.UNKNOWN_FRAME)))
                .isEqualTo("loaded 0x10");
    }

    @Test
    void tables_are_named_after_the_level_at_which_their_mode_uses_them() {
        assertThat(names("paging: 5-level", "t[0] -> u P\nu[0] -> v P\nv[0] -> w P\nw[0] -> z P", ""))
                .containsExactly("pml5", "pml4", "pdpt", "pd", "pt");
        assertThat(names("paging: PAE", "t[4] -> u P\nu[0] -> v P\nCR3 = 0x10020", ""))
                .containsExactly("pdpt", "pd", "pt", "frame_a", "frame_b");
        assertThat(names("paging: none", "u[0] -> v P", "MOV CR4 PAE\nMOV CR3 t\nentry t[0] := u P\nMOV CR0 +PG"))
                .containsExactly("pdpt", "pd", "pt", "frame_a", "frame_b");
        assertThat(names("paging: none", "w[0] = 0x11001", "MOV CR3 w\nMOV CR0 +PG\nentry w[1] low := z P"))
                .containsExactly("root", "pt_a", "frame", "pd", "pt_b");
    }

    private static List<String> names(String paging, String entries, String steps) {
        String text = "name: t\n" + paging + "\ntable t at 0x10\ntable u at 0x11\ntable v at 0x12\ntable w at 0x13\n"
                + "table z at 0x14\n" + entries + "\n" + steps + "\n";
        return LitmusPrinter.print(LitmusParser.parse(text))
                .lines()
                .filter(line -> line.startsWith("table "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    private Operation operation(int step) {
        return operation(test, step);
    }

    private static Operation operation(LitmusTest test, int step) {
        return ((Step.Instruction) test.scenario().steps().get(step)).operation();
    }

    private static String resource(String name) {
        try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
