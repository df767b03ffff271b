package org.stalemate.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.files.ResultDirectory;
import org.stalemate.reports.terminal.TerminalSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renders the page, the JUnit file and the summary again. */
@Command(name = "report", description = "Renders a result again, and prints its summary.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory of a run.")
    private Path directory = Path.of("");

    @Override
    public Integer call() {
        ResultDirectory results = new ResultDirectory(directory);
        CampaignResult result = results.require();
        results.render(result);
        spec.commandLine().getOut().print(TerminalSummary.render(result));
        spec.commandLine().getOut().flush();
        return result.verdict().exitCode();
    }
}
