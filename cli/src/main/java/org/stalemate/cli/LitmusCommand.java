package org.stalemate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stalemate.hunt.LitmusRun;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.litmus.LitmusDisagreement;
import org.stalemate.oracles.litmus.LitmusRunner;
import org.stalemate.properties.litmus.LitmusCorpus;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.Numbers;
import org.stalemate.specification.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Litmus tests against the rules, and against the subject. */
@Command(
        name = "litmus",
        description = {
            "Checks whether what litmus tests expect is what the rules permit.",
            "With --subject or --fault they are run on the subject, too, in all its configurations."
        })
final class LitmusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A litmus file, or a folder of them (default: the corpus that comes with stalemate).")
    private @Nullable Path place;

    @Mixin
    private SubjectOptions subject;

    private int unreadable;
    private int failed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<LitmusTest> tests = tests();
        LitmusRunner runner = new LitmusRunner(new Model(false));
        for (LitmusTest test : tests) {
            check(runner, test, out);
        }
        if (subject.isGiven()) {
            run(tests, out);
        }
        out.println("%s, %s failed".formatted(Numbers.count(tests.size(), "litmus test"), failed));
        return unreadable > 0 ? ExitCodes.USAGE : failed > 0 ? ExitCodes.DIVERGES : ExitCodes.CONFORMS;
    }

    private List<LitmusTest> tests() {
        if (place == null) {
            return LitmusCorpus.entries().stream().map(LitmusCorpus.Entry::test).toList();
        }
        List<LitmusTest> tests = new ArrayList<>();
        for (Path file : LitmusFiles.in(place)) {
            try {
                tests.add(LitmusFiles.read(file));
            } catch (UserException e) {
                unreadable++;
                spec.commandLine().getErr().println("stalemate: " + e.getMessage());
            }
        }
        return tests;
    }

    private void check(LitmusRunner runner, LitmusTest test, PrintWriter out) {
        List<LitmusDisagreement> disagreements;
        try {
            disagreements = runner.run(test).disagreements();
        } catch (IllegalArgumentException e) {
            throw new UserException(test.name() + " cannot be run: " + e.getMessage(), e);
        }
        out.println((disagreements.isEmpty() ? "ok      " : "FAILED  ") + test.name());
        disagreements.forEach(disagreement -> out.println("        " + disagreement.message()));
        failed += disagreements.isEmpty() ? 0 : 1;
    }

    private void run(List<LitmusTest> tests, PrintWriter out) {
        Subject tested = subject.subject();
        CorpusResult result = LitmusRun.on(tested.configurations(), tests, tested.known());
        for (CorpusResult.Failure failure : result.news()) {
            out.println("FAILED  %s on %s, %s: %s"
                    .formatted(failure.test(), tested.title(), failure.configuration(), failure.explanation()));
        }
        result.reasons()
                .forEach((reason, runs) ->
                        out.println("%s not run to the end: %s".formatted(Numbers.count(runs, "run"), reason)));
        failed += (int) result.news().stream()
                .map(CorpusResult.Failure::test)
                .distinct()
                .count();
    }
}
