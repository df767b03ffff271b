package org.stalemate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.faults.Fault;
import org.stalemate.faults.FaultLibrary;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Numbers;
import org.stalemate.reports.terminal.TerminalSummary;
import org.stalemate.vocabulary.Rule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Known faults: whether the suite would have found them. */
@Command(
        name = "faults",
        description = {
            "Lists known MMU faults, or looks for one of them in an MMU that has it.",
            "Exit code 0: all that were looked for were found, blamed on a rule that a person has reviewed, and shrunk"
                    + " to no more steps than the shortest scenario known."
        })
final class FaultsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The fault to look for.")
    private @Nullable String id;

    @Option(names = "--all", description = "Looks for every fault and prints a table.")
    private boolean all;

    @Mixin
    private SeedOption seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many campaigns to run for each fault, with seeds from --seed on (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--operations",
            paramLabel = "COUNT",
            converter = CountConverter.class,
            defaultValue = "10M",
            description = "After how many operations to give up (default: ${DEFAULT-VALUE}).")
    private long operations;

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new UserException("--seeds is at least 1, not " + seeds);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (all && id != null) {
            throw new UserException("give an ID or --all, not both");
        }
        if (all) {
            return table(out);
        }
        if (id == null) {
            FaultLibrary.all()
                    .forEach(fault -> out.println(("%-" + FaultRow.ID + "s %-15s %s")
                            .formatted(fault.id(), KvmLikeSubjects.name(fault.configuration()), fault.title())));
            return ExitCodes.CONFORMS;
        }
        return one(KvmLikeSubjects.fault(id), out);
    }

    private int one(Fault fault, PrintWriter out) {
        out.println(fault.id() + ": " + fault.title());
        out.println("  from " + fault.origin() + "; shows on " + KvmLikeSubjects.name(fault.configuration())
                + "; shortest known: " + Numbers.count(fault.shortest().steps().size(), "step") + "; blamed on "
                + ids(fault.blame()));
        boolean asReviewed = true;
        for (FaultTrial trial : trials(fault)) {
            out.println();
            tell(trial, out);
            asReviewed &= trial.reviewed() != null;
        }
        out.flush();
        return asReviewed ? ExitCodes.CONFORMS : ExitCodes.DIVERGES;
    }

    /** Tells the finding that is as people expect, and failing that the first. */
    private static void tell(FaultTrial trial, PrintWriter out) {
        Finding finding = trial.reviewed();
        if (finding == null) {
            finding = trial.first();
            out.println(
                    finding == null
                            ? "not found in " + Numbers.count(trial.result().operations(), "operation")
                            : "found, but nothing that is blamed as reviewed in so few steps:");
        }
        if (finding != null) {
            out.print(TerminalSummary.render(
                    trial.result().plan(), finding, trial.result().findings().indexOf(finding) + 1));
        }
    }

    private int table(PrintWriter out) {
        out.println(FaultRow.HEADINGS);
        boolean asReviewed = true;
        for (Fault fault : FaultLibrary.all()) {
            FaultRow row = FaultRow.of(fault, trials(fault));
            out.println(row);
            asReviewed &= row.isAsReviewed();
        }
        out.flush();
        return asReviewed ? ExitCodes.CONFORMS : ExitCodes.DIVERGES;
    }

    private List<FaultTrial> trials(Fault fault) {
        List<FaultTrial> trials = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            trials.add(FaultTrial.run(fault, seed.seed() + i, operations));
        }
        return trials;
    }

    private static String ids(List<Rule> rules) {
        return rules.stream().map(Rule::id).collect(Collectors.joining(" or "));
    }
}
