package org.stalemate.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stalemate.hunt.Campaign;
import org.stalemate.hunt.CampaignSettings;
import org.stalemate.hunt.KnownCheck;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.files.ResultDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The campaign that goes on until something ends it. */
@Command(
        name = "hunt",
        description = {
            "Runs a campaign until a time or a number of operations has passed, or until it is interrupted.",
            "It can be interrupted at any moment and resumed, and finds the same as if it had not been."
        })
final class HuntCommand implements Callable<Integer> {
    private static final String HUNT = "hunt";

    @Spec
    private CommandSpec spec;

    @Mixin
    private SubjectOptions subject;

    @Mixin
    private SeedOption seed;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How long to hunt, such as 90s, 10m or 2h.")
    private @Nullable Duration time;

    @Option(
            names = "--operations",
            paramLabel = "COUNT",
            converter = CountConverter.class,
            description = "How many operations to check altogether, those before a --resume included.")
    private @Nullable Long operations;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where to put the results (default: a directory in stalemate-results named after the options).")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Goes on with the hunt whose results are there; its subject and seed are known.")
    private @Nullable Path resumed;

    @Option(names = "--json", description = "Prints the result itself rather than a summary.")
    private boolean json;

    @Override
    public Integer call() {
        Path place = resumed;
        if (place != null) {
            return resume(new ResultDirectory(place));
        }
        ResultDirectory directory = new ResultDirectory(
                output != null ? output : ResultPaths.of(HUNT, subject.slug(), "seed" + seed.seed()));
        if (directory.read().isPresent()) {
            throw new UserException(directory.path() + " holds a result already; go on with it by --resume "
                    + directory.path() + ", or choose another --output or --seed");
        }
        Subject tested = subject.subject();
        CampaignSettings settings = tested.campaign(HUNT, seed.seed(), budget(0));
        return run(new Campaign(settings), settings, tested, directory);
    }

    private int resume(ResultDirectory directory) {
        if (output != null || spec.commandLine().getParseResult().hasMatchedOption("--seed") || subject.isGiven()) {
            throw new UserException(
                    "--resume knows the subject, the seed and the place; leave out --subject, --cpu, --fault, --seed"
                            + " and --output");
        }
        CampaignResult before = directory.require();
        CampaignPlan plan = before.plan();
        if (!plan.command().equals(HUNT)) {
            throw new UserException(directory.path() + " holds the result of '" + plan.command() + "', not of a hunt");
        }
        Subject tested = Subjects.titled(plan.subject());
        CampaignSettings settings = tested.campaign(HUNT, plan.seed(), budget(plan.operations()));
        try {
            return run(Campaign.resume(settings, before), settings, tested, directory);
        } catch (IllegalArgumentException e) {
            throw new UserException("cannot resume " + directory.path() + ": " + e.getMessage(), e);
        }
    }

    private long budget(long before) {
        return operations == null ? before : operations;
    }

    private int run(Campaign campaign, CampaignSettings settings, Subject tested, ResultDirectory directory) {
        CampaignRun run =
                new CampaignRun(spec.commandLine().getOut(), spec.commandLine().getErr(), directory);
        return run.run(
                campaign,
                time,
                settings.operations(),
                json,
                result -> KnownCheck.on(tested.configurations(), tested.known(), result));
    }
}
