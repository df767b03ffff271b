package org.stalemate.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stalemate.hunt.Campaign;
import org.stalemate.hunt.CampaignSettings;
import org.stalemate.hunt.KnownCheck;
import org.stalemate.hunt.LitmusRun;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.properties.litmus.LitmusCorpus;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.files.ResultDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The campaign of a fixed number of operations: the same verdict and the same files every time. */
@Command(
        name = "certify",
        description = {
            "Runs a campaign of a fixed number of operations on the subject in all its configurations, and the litmus"
                    + " corpus.",
            "The same options give the same results, byte for byte. Interrupted, it goes on from there when run again."
        })
final class CertifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SubjectOptions subject;

    @Mixin
    private SeedOption seed;

    @Option(
            names = "--operations",
            paramLabel = "COUNT",
            converter = CountConverter.class,
            description = "How many operations to check (default: 20M, and 1M on an emulator).")
    private @Nullable Long operations;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where to put the results (default: a directory in stalemate-results named after the options).")
    private @Nullable Path output;

    @Option(names = "--json", description = "Prints the result itself rather than a summary.")
    private boolean json;

    @Override
    public Integer call() {
        Subject tested = subject.subject();
        long budget = operations == null ? tested.budget() : operations;
        CampaignSettings settings = tested.campaign("certify", seed.seed(), budget);
        ResultDirectory directory = new ResultDirectory(
                output != null
                        ? output
                        : ResultPaths.of("certify", subject.slug(), "seed" + seed.seed(), budget + "ops"));
        CampaignRun run =
                new CampaignRun(spec.commandLine().getOut(), spec.commandLine().getErr(), directory);
        return run.run(
                beginOrContinue(settings, directory),
                null,
                budget,
                json,
                result -> result.finished() ? complete(result, tested) : result);
    }

    private Campaign beginOrContinue(CampaignSettings settings, ResultDirectory directory) {
        Optional<CampaignResult> before = directory.read();
        if (before.isEmpty()) {
            return new Campaign(settings);
        }
        CampaignPlan plan = settings.plan();
        CampaignPlan old = before.get().plan();
        if (!old.withGenerator(plan.generator()).equals(plan)) {
            throw new UserException(
                    directory.path() + " holds the result of another campaign; choose another --output");
        }
        return !before.get().finished() && old.equals(plan)
                ? Campaign.resume(settings, before.get())
                : new Campaign(settings);
    }

    private static CampaignResult complete(CampaignResult result, Subject tested) {
        return KnownCheck.on(tested.configurations(), tested.known(), result.with(corpus(tested)));
    }

    private static CorpusResult corpus(Subject tested) {
        List<LitmusTest> tests =
                LitmusCorpus.entries().stream().map(LitmusCorpus.Entry::test).toList();
        return LitmusRun.on(tested.configurations(), tests, tested.known());
    }
}
