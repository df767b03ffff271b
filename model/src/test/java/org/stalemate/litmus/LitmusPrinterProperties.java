package org.stalemate.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

class LitmusPrinterProperties {
    @Property
    void what_is_printed_is_read_back_as_the_same_test(@ForAll long seed) {
        LitmusTest test = test(seed);
        String text = LitmusPrinter.print(test);
        assertThat(LitmusParser.parse(text)).as(text).isEqualTo(test);
    }

    @Property
    void the_printed_form_is_a_normal_form(@ForAll long seed) {
        String text = LitmusPrinter.print(test(seed));
        assertThat(LitmusPrinter.print(LitmusParser.parse(text))).isEqualTo(text);
    }

    @Property
    void a_token_holds_the_whole_scenario(@ForAll long seed) {
        Scenario scenario = new RandomScenarios(seed).next();
        String token = ScenarioToken.encode(scenario);
        assertThat(token).matches("stalemate1\\.[A-Za-z0-9_-]+");
        assertThat(ScenarioToken.decode(token)).isEqualTo(scenario);
        assertThat(ScenarioToken.encode(ScenarioToken.decode(token))).isEqualTo(token);
    }

    private static LitmusTest test(long seed) {
        Scenario scenario = new RandomScenarios(seed).next();
        SplittableRandom random = new SplittableRandom(seed);
        List<Expectation> expectations = new ArrayList<>();
        for (int step = 0; step < scenario.steps().size(); step++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                expectations.add(expectation(step, isSplit(scenario.steps().get(step)), random));
            }
        }
        List<Rule> rules = random.nextBoolean() ? List.of() : List.of(Rule.TLB_INVLPG, Rule.C_STALE_D);
        return new LitmusTest(
                "random-" + Long.toHexString(seed), List.of("# One.", "", "#"), rules, scenario, expectations);
    }

    private static boolean isSplit(Step step) {
        return step instanceof Step.Instruction(int _, Operation.SplitAccess _);
    }

    private static Expectation expectation(int step, boolean split, SplittableRandom random) {
        ExpectationKind kind = pick(random, ExpectationKind.values());
        List<OutcomePattern> patterns = new ArrayList<>();
        int count = kind == ExpectationKind.OBSERVED ? 1 : random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            patterns.add(pattern(split, random));
        }
        return new Expectation(step, kind, patterns);
    }

    private static OutcomePattern pattern(boolean split, SplittableRandom random) {
        OptionalLong frame = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(0x20));
        OptionalLong second = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(0x20));
        OptionalInt code = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(0x80));
        long mask = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextLong(1L << 40);
            default -> -1;
        };
        return switch (random.nextInt(12)) {
            case 0 -> new OutcomePattern.Done();
            case 1, 2 ->
                split
                        ? new OutcomePattern.SplitLoaded(mask, random.nextLong() & mask, frame, second)
                        : new OutcomePattern.Loaded(mask, random.nextLong() & mask, frame);
            case 3 -> split ? new OutcomePattern.SplitStored(frame, second) : new OutcomePattern.Stored(frame);
            case 10 -> new OutcomePattern.SplitLoaded(mask, random.nextLong() & mask, frame, second);
            case 11 -> new OutcomePattern.SplitStored(frame, second);
            case 8, 9 -> new OutcomePattern.Exchanged(mask, random.nextLong() & mask, frame);
            case 4 -> new OutcomePattern.RegisterValue(random.nextBoolean() ? 0x20 : random.nextLong());
            case 5 -> new OutcomePattern.PageFault(code, frame);
            case 6 -> new OutcomePattern.GeneralProtection(code);
            default -> new OutcomePattern.UndefinedOpcode();
        };
    }

    private static <T> T pick(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
