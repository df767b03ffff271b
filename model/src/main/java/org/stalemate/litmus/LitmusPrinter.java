package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/**
 * Writes litmus texts in one normal form: nothing that a default says, names by role and order, tables by ascending frame.
 * {@link LitmusParser} reads the same test back, provided that the start lists its frames in that order.
 */
public final class LitmusPrinter {
    private LitmusPrinter() {}

    /** {@return the text of a test, lines ending in a line feed} */
    public static String print(LitmusTest test) {
        Scenario scenario = test.scenario();
        ScenarioNames names = new ScenarioNames(scenario);
        StepPrinter steps = new StepPrinter(scenario, names);
        PatternPrinter patterns = new PatternPrinter(names, steps);
        List<String> lines = new ArrayList<>();
        test.description().forEach(line -> lines.add(line.isEmpty() ? "#" : "# " + line));
        lines.add("name: " + test.name());
        if (!test.rules().isEmpty()) {
            lines.add("rules: " + test.rules().stream().map(Rule::id).collect(Collectors.joining(", ")));
        }
        lines.addAll(platform(scenario.start()));
        addSection(lines, start(scenario.start(), names, steps));
        List<String> body = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            body.add(steps.next(scenario.steps().get(i)));
            for (Expectation expectation : test.expectations()) {
                if (expectation.step() == i) {
                    body.add("  "
                            + patterns.expectation(expectation, scenario.steps().get(i)));
                }
            }
        }
        addSection(lines, body);
        return String.join("\n", lines) + "\n";
    }

    /** {@return each step as its line in the litmus text, by index} */
    public static List<String> steps(Scenario scenario) {
        StepPrinter printer = new StepPrinter(scenario, new ScenarioNames(scenario));
        return scenario.steps().stream().map(printer::next).toList();
    }

    /**
     * {@return an outcome of a step in the words of the litmus text}
     *
     * @param step the step's index in the scenario, from 0
     */
    public static String outcome(Scenario scenario, int step, Outcome outcome) {
        ScenarioNames names = new ScenarioNames(scenario);
        PatternPrinter printer = new PatternPrinter(names, new StepPrinter(scenario, names));
        return printer.pattern(OutcomePattern.of(outcome), scenario.steps().get(step));
    }

    /** {@return outcomes of one step as they stand in the text after {@code permitted:}, each text once} */
    public static List<String> outcomes(Scenario scenario, int step, List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome(scenario, step, outcome))
                .distinct()
                .toList();
    }

    /** {@return an expectation as its line in the litmus text, without indentation} */
    public static String expectation(Scenario scenario, Expectation expectation) {
        ScenarioNames names = new ScenarioNames(scenario);
        PatternPrinter printer = new PatternPrinter(names, new StepPrinter(scenario, names));
        return printer.expectation(expectation, scenario.steps().get(expectation.step()));
    }

    private static void addSection(List<String> lines, List<String> section) {
        if (!section.isEmpty()) {
            lines.add("");
            lines.addAll(section);
        }
    }

    /** The mode whose default registers are nearest to those of the first logical processor. */
    private static PagingMode paging(Start start) {
        return NominalRegisters.mode(start.processors().getFirst());
    }

    private static List<String> platform(Start start) {
        Platform platform = start.platform();
        List<String> lines = new ArrayList<>();
        if (!platform.profile().equals(Profile.UNION)) {
            lines.add("profile: " + platform.profile().vendor()
                    + (platform.profile().strict() ? " STRICT" : ""));
        }
        if (platform.maxPhyAddr() != PlatformParser.DEFAULT_MAXPHYADDR) {
            lines.add("maxphyaddr: " + platform.maxPhyAddr());
        }
        Set<Feature> features = platform.features();
        if (!features.equals(PlatformParser.defaultFeatures())) {
            lines.add("features: "
                    + (features.isEmpty()
                            ? "none"
                            : features.stream().map(Feature::name).collect(Collectors.joining(" "))));
        }
        if (platform.logicalProcessors() != 1) {
            lines.add("processors: " + platform.logicalProcessors());
        }
        if (paging(start) != PagingMode.LEVEL_4) {
            lines.add("paging: " + Operands.spelled(paging(start)));
        }
        return lines;
    }

    private static List<String> start(Start start, ScenarioNames names, StepPrinter operands) {
        List<String> lines = new ArrayList<>();
        names.tables()
                .forEach((frame, name) -> lines.add("table " + name + " at " + Numbers.text(frame)
                        + (names.isNarrow(frame) ? " of 4-byte entries" : "")));
        for (TableFrame table : start.tables()) {
            String name = names.indexed(table.frame());
            for (Map.Entry<Integer, Long> slot : table.entries().entrySet()) {
                if (names.isNarrow(table.frame())) {
                    addHalves(lines, name, slot.getKey(), slot.getValue(), operands);
                } else {
                    lines.add(slot(name, slot.getKey(), operands.entry(slot.getValue())));
                }
            }
        }
        names.pages().forEach((address, name) -> lines.add(name + " = " + Numbers.text(address)));
        long firstTable =
                start.tables().isEmpty() ? 0 : start.tables().getFirst().frame();
        Registers defaults = NominalRegisters.defaults(start.platform(), paging(start), firstTable << 12);
        boolean alike = Set.copyOf(start.processors()).size() == 1;
        for (int i = 0; i < (alike ? 1 : start.processors().size()); i++) {
            String prefix = alike ? "" : "P" + i + ": ";
            registers(start.processors().get(i), defaults, names, operands).forEach(line -> lines.add(prefix + line));
        }
        return lines;
    }

    /** A listed word shows as one of its halves at least, also if both are 0. */
    private static void addHalves(List<String> lines, String name, int word, long value, StepPrinter operands) {
        int low = (int) value;
        int high = (int) (value >>> Integer.SIZE);
        if (low != 0 || high == 0) {
            lines.add(slot(name, 2 * word, operands.narrowEntry(low)));
        }
        if (high != 0) {
            lines.add(slot(name, 2 * word + 1, operands.narrowEntry(high)));
        }
    }

    private static String slot(String table, int index, String entry) {
        return table + "[" + index + "] " + (Character.isDigit(entry.charAt(0)) ? "= " : "-> ") + entry;
    }

    private static List<String> registers(
            Registers actual, Registers defaults, ScenarioNames names, StepPrinter operands) {
        List<String> lines = new ArrayList<>();
        if (actual.cr0() != defaults.cr0()) {
            lines.add("CR0 = " + StepPrinter.changed(actual.cr0(), BitNames.CR0, defaults.cr0()));
        }
        if (actual.cr2() != defaults.cr2()) {
            lines.add("CR2 = " + names.address(actual.cr2()));
        }
        if (actual.cr3() != defaults.cr3()) {
            lines.add("CR3 = " + operands.cr3(actual.cr3()));
        }
        if (actual.cr4() != defaults.cr4()) {
            lines.add("CR4 = " + StepPrinter.changed(actual.cr4(), BitNames.CR4, defaults.cr4()));
        }
        if (actual.efer() != defaults.efer()) {
            lines.add("EFER = " + StepPrinter.changed(actual.efer(), BitNames.EFER, defaults.efer()));
        }
        if (actual.pkru() != defaults.pkru()) {
            lines.add("PKRU = " + StepPrinter.control(Integer.toUnsignedLong(actual.pkru()), BitNames.KEY_RIGHTS));
        }
        if (actual.pkrs() != defaults.pkrs()) {
            lines.add("PKRS = " + StepPrinter.control(Integer.toUnsignedLong(actual.pkrs()), BitNames.KEY_RIGHTS));
        }
        if (!actual.state().equals(defaults.state())) {
            lines.add("state = " + StepPrinter.state(actual.state()));
        }
        return lines;
    }
}
