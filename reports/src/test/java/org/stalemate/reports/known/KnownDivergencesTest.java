package org.stalemate.reports.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stalemate.litmus.BitSets;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.oracles.Tolerance.Meaning;
import org.stalemate.reports.KnownResult;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

class KnownDivergencesTest {
    private static final String LITMUS = """
        name: any

        table root at 0x11
        table pdpt at 0x12
        table pd at 0x13
        table pt at 0x14
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000

        load x
        INVLPG x
        """;

    private static final String LIST = """
        # Of an emulator.

        known: DEAF
        title: INVLPG does nothing
        target: emulator
        versions: 7.0 to 8.1
        wrong: target
        source: SDM 4.10.4.1
        why: it is taken for
          a NOP.
        signature: TLB-INVLPG / * / Loaded
        litmus test: 510-invlpg
        form:
        %s
        known: OTHER
        title: another
        target: other
        versions: all
        wrong: model
        source: APM 5.5
        why: silent.
        signature: none / Load / *
        """.formatted(LITMUS.indent(4));

    private final KnownDivergences list = KnownDivergences.parse(LIST, "list");
    private final Scenario form = LitmusParser.parse(LITMUS).scenario();

    @Test
    void an_entry_says_who_is_wrong_and_why() {
        assertThat(list.seenIn(List.of(), List.of(), Map.of()))
                .hasSize(2)
                .first()
                .satisfies(entry -> {
                    assertThat(entry.wrong()).isEqualTo(KnownResult.Wrong.TARGET);
                    assertThat(entry.why()).isEqualTo("it is taken for a NOP.");
                    assertThat(entry.wasSeen()).isFalse();
                });
    }

    @Test
    void a_signature_recognises_failures_whether_shrunk_or_not() {
        assertThat(list.recognise("TLB-INVLPG / Load / Loaded", () -> "", null)).isEqualTo("DEAF");
        assertThat(list.recognise("TLB-INVLPG / Load / Loaded", () -> "", form)).isEqualTo("DEAF");
        assertThat(list.recognise("TLB-INVLPG / Load / PageFault", () -> "", null))
                .isNull();
        assertThat(list.recognise("none / Load / crash", () -> "", null)).isEqualTo("OTHER");
    }

    @ParameterizedTest
    @CsvSource({"#PF(P W PK) at x, true", "#PF(P W) at x, false"})
    void a_signature_may_name_outcomes(String observed, boolean known) {
        KnownDivergences keys = KnownDivergences.parse(
                entry("KEYS", "signature: PG-*-WALK / Store / PageFault: #PF(P W PK)* where stored*"), "list");
        String outcome = KnownDivergences.outcome(observed, List.of("stored to page 1", "#PF(0) at x"));
        assertThat(keys.recognise("PG-4L-WALK / Store / PageFault", () -> outcome, null))
                .isEqualTo(known ? "KEYS" : null);
        assertThat(keys.recognise("PG-PKU / Store / PageFault", () -> outcome, null))
                .isNull();
    }

    @Test
    void a_signature_may_demand_a_step_that_shrinking_has_left() {
        KnownDivergences loads =
                KnownDivergences.parse(entry("LOADS", "signature: PG-* / Load / * after MovToCr0 or Lmsw"), "list");
        Scenario with = LitmusParser.parse(LITMUS + "LMSW PE\nload x\n").scenario();
        Scenario last = LitmusParser.parse(LITMUS + "LMSW PE\n").scenario();
        assertThat(loads.recognise("PG-PAE-WALK / Load / Loaded", () -> "", with))
                .isEqualTo("LOADS");
        assertThat(loads.recognise("TLB-PF / Load / Loaded", () -> "", with)).isNull();
        assertThat(loads.recognise("PG-PAE-WALK / Load / Loaded", () -> "", last))
                .isNull();
        assertThat(loads.recognise("PG-PAE-WALK / Load / Loaded", () -> "", null))
                .isNull();
    }

    @Test
    void a_form_recognises_failures_whatever_the_names_and_the_platform_are() {
        Platform other = new Platform(Profile.AMD, 40, EnumSet.of(Feature.NX), 1);
        Scenario renamed = LitmusParser.parse(
                        LITMUS.replace(" x", " y").replace("\nx", "\ny").replace("any", "one"))
                .scenario();
        Start start = renamed.start();
        Scenario elsewhere = new Scenario(new Start(other, start.tables(), start.processors()), renamed.steps());
        assertThat(list.recognise("any / Store / Done", () -> "", elsewhere)).isEqualTo("DEAF");
        Scenario longer = LitmusParser.parse(LITMUS + "load x\n").scenario();
        assertThat(list.recognise("any / Store / Done", () -> "", longer)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "RSVD, P RSVD, RSVD-P",
        "W RSVD, P W RSVD, RSVD-P",
        "RSVD, P W RSVD, RSVD-P READS",
        "U, W U, READS",
        "P, P I,",
        "0, P,",
        "P W, P W PK,"
    })
    void page_faults_with_wrong_error_codes_are_taken_for_those_that_were_meant(
            String told, String meant, @Nullable String known) {
        KnownDivergences codes = KnownDivergences.parse(
                entry("RSVD-P", "error code: access lacks P beside RSVD")
                        + entry("READS", "error code: Exchange lacks W"),
                "list");
        Step exchange = new Step.Instruction(0, new Operation.Exchange(0x1000, 2));
        Meaning meaning = codes.meaning(exchange, fault(told), List.of(Outcome.Done.INSTANCE, fault(meant)));
        if (known == null) {
            assertThat(meaning).isNull();
        } else {
            assertThat(meaning).isEqualTo(new Meaning(List.of(known.split(" ")), fault(meant)));
        }
    }

    @Test
    void the_operation_says_whose_error_codes_are_wrong() {
        KnownDivergences codes = KnownDivergences.parse(
                entry("FETCH", "error code: Fetch adds I") + entry("EXCHANGE", "error code: Exchange lacks W"), "list");
        Step load = new Step.Instruction(0, new Operation.Load(0x1000));
        Step fetch = new Step.Instruction(0, new Operation.Fetch(0x1000));
        assertThat(codes.meaning(load, fault("P"), List.of(fault("P W")))).isNull();
        assertThat(codes.meaning(load, fault("P I"), List.of(fault("P")))).isNull();
        assertThat(codes.meaning(fetch, fault("P I"), List.of(fault("P")))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"0x1021, -1, true", "0x1021, 2, true", "0x1021, 3, false", "0x1023, 2, false", "0x1001, 2, false"})
    void a_word_with_wrong_bits_is_taken_for_the_one_that_was_meant(String told, long frame, boolean known) {
        KnownDivergences words = KnownDivergences.parse(entry("A", "word: * adds A without RW US"), "list");
        Step read = new Step.Instruction(0, new Operation.LoadTableEntry(2, 0));
        List<Outcome> permitted = List.of(new Outcome.Loaded(0x2001, 2), new Outcome.Loaded(0x1001, 2));
        Meaning meaning = words.meaning(read, new Outcome.Loaded(Long.decode(told), frame), permitted);
        assertThat(meaning).isEqualTo(known ? new Meaning(List.of("A"), permitted.getLast()) : null);
    }

    @Test
    void the_half_of_a_word_that_a_split_load_tells_may_have_wrong_bits() {
        KnownDivergences words = KnownDivergences.parse(entry("A", "word: * adds A without RW US"), "list");
        Step split = new Step.Instruction(0, new Operation.SplitLoad(0xFFC));
        Outcome meant = new Outcome.SplitLoaded(0x1001L << 32, 2, 3);
        assertThat(words.meaning(split, new Outcome.SplitLoaded(0x1021L << 32, 2, -1), List.of(meant)))
                .isEqualTo(new Meaning(List.of("A"), meant));
        assertThat(words.meaning(split, new Outcome.SplitLoaded(0x1021L << 32, 4, 3), List.of(meant)))
                .isNull();
    }

    @Test
    void the_rules_that_a_target_breaks_at_a_step_are_those_of_signatures_of_such_steps() {
        KnownDivergences known = KnownDivergences.parse(
                entry("ONE", "signature: TLB-PF / * / *")
                        + entry("TWO", "signature: PG-*-WALK / * / *")
                        + entry("THREE", "signature: none / * / *")
                        + entry("FOUR", "signature: PG-PKU / Load / *"),
                "list");

        assertThat(known.broken(new Step.Instruction(0, new Operation.Load(0x1000))))
                .containsExactlyInAnyOrder(Rule.TLB_PF, Rule.PG_PKU);
        assertThat(known.broken(new Step.Instruction(0, new Operation.Store(0x1000, 0x112))))
                .containsExactly(Rule.TLB_PF);
    }

    @Test
    void a_rule_that_is_named_under_a_condition_alone_is_not_known_to_be_broken() {
        assertThat(KnownDivergences.parse(
                                entry("ONE", "signature: TLB-MOVCR3-FLUSH / * / * after WrmsrMtrr")
                                        + entry("TWO", "signature: PG-RSVD-XD / * / *: #PF(P)* where stored*")
                                        + entry("THREE", "signature: TLB-INVLPG / * / * after Lmsw")
                                        + entry("FOUR", "signature: TLB-INVLPG / * / *")
                                        + entry("FIVE", "signature: PG-SMAP-EXPL / ImplicitLoad / Loaded"),
                                "list")
                        .broken(new Step.Instruction(0, new Operation.ImplicitLoad(0x1000))))
                .containsExactlyInAnyOrder(Rule.TLB_INVLPG, Rule.PG_SMAP_EXPL);
    }

    @Test
    void under_a_condition_a_rule_looks_broken_where_a_step_before_the_last_meets_it() {
        KnownDivergences known = KnownDivergences.parse(
                entry("ONE", "signature: TLB-MOVCR3-FLUSH / * / * after WrmsrMtrr or Lmsw")
                        + entry("TWO", "signature: TLB-INVLPG / * / *"),
                "list");
        Start start = LitmusParser.parse("name: any\n\nx = 0x1000\n\nload x\n")
                .scenario()
                .start();
        Step load = new Step.Instruction(0, new Operation.Load(0x1000));
        Step lmsw = new Step.Instruction(0, new Operation.Lmsw(1));

        assertThat(known.lookBroken(new Scenario(start, List.of(lmsw, load, load))))
                .containsExactly(Rule.TLB_MOVCR3_FLUSH);
        assertThat(known.lookBroken(new Scenario(start, List.of(load, lmsw)))).isEmpty();
    }

    private static String entry(String id, String recognition) {
        return """
            known: %s
            title: an error code
            target: emulator
            versions: all
            wrong: target
            source: SDM 4.7
            why: so.
            %s
            """.formatted(id, recognition);
    }

    private static Outcome fault(String errorCode) {
        return new Outcome.PageFault(errorCode.equals("0") ? 0 : BitSets.errorCode(errorCode), 0x1000);
    }

    @Test
    void litmus_tests_are_recognised_by_name() {
        assertThat(list.recogniseTest("510-invlpg")).isEqualTo("DEAF");
        assertThat(list.recogniseTest("511-invlpg")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "emulator, 7.0, 1",
        "emulator, 7.2.22 (Debian 1:7.2), 1",
        "emulator, 8.1.5, 1",
        "emulator, 8.2, 0",
        "emulator, 6.9.9, 0",
        "emulator, unknown, 0",
        "other, unknown, 1",
        "other, 1, 1",
        "else, 7.1, 0"
    })
    void a_list_is_narrowed_to_a_version_of_a_target(String target, String version, int entries) {
        assertThat(list.of(target, version).size()).isEqualTo(entries);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: INVLPG does nothing | titel: x | line 4: there is no field 'titel'",
                "title: INVLPG does nothing | nonsense | line 4: a line is 'name: value'",
                "versions: 7.0 to 8.1 | versions: new | line 3: versions are",
                "versions: 7.0 to 8.1 | title: x | line 6: the entry has a second 'title'",
                "wrong: target | wrong: me | line 3: 'wrong' is target or model",
                "source: SDM 4.10.4.1 | # none | line 3: the entry has no 'source'",
                "known: OTHER | known: DEAF | there is an entry DEAF already",
                "signature: none / Load / * | # none | nothing tells how to recognise OTHER",
                "litmus test: 510-invlpg | error code: access lacks X | line 3: 'X' is no bit of a page fault's error"
                        + " code",
                "litmus test: 510-invlpg | error code: lacks P | line 3: wrong bits are",
                "INVLPG x | INVLPGG x | line 3: the form is no litmus text: line",
                "known: DEAF | title: x | line 3: an entry begins with 'known: ID'"
            })
    void a_mistake_is_named_with_its_place(String right, String mistake, String message) {
        assertThatThrownBy(() -> KnownDivergences.parse(LIST.replace(right, mistake), "list"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("list, line ")
                .hasMessageContaining(message);
    }

    @Test
    void a_list_may_be_empty() {
        assertThat(KnownDivergences.parse("# Nothing is known.\n", "list").size())
                .isZero();
    }
}
