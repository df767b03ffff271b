package org.stalemate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.hunt.Replay;
import org.stalemate.hunt.SubjectConfiguration;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.Grade;
import org.stalemate.vocabulary.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One scenario, step by step. */
@Command(
        name = "replay",
        description = "Runs one scenario on the subject and tells each step: what was observed and what is permitted.")
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            description = "The seed of a scenario as a finding names it, a replay token, or a litmus file.")
    private String scenario = "";

    @Mixin
    private SubjectOptions subject;

    @Option(
            names = "--configuration",
            paramLabel = "NAME",
            description = "The configuration of the subject (default: the first one).")
    private @Nullable String configuration;

    @Option(names = "--litmus", description = "Prints the scenario as a litmus text instead of running it.")
    private boolean litmus;

    @Override
    public Integer call() {
        Subject tested = subject.subject();
        SubjectConfiguration chosen = tested.configuration(configuration);
        Scenario replayed = read(tested);
        PrintWriter out = spec.commandLine().getOut();
        if (litmus) {
            out.print(LitmusPrinter.print(new LitmusTest("replayed", List.of(), List.of(), replayed, List.of())));
            out.flush();
            return ExitCodes.CONFORMS;
        }
        Replay replay;
        try {
            replay = Replay.of(replayed, chosen, tested.known());
        } catch (IllegalArgumentException e) {
            throw new UserException("cannot replay the scenario: " + e.getMessage(), e);
        }
        out.print(ReplayText.render(replay, tested.title() + ", " + chosen.name()));
        out.flush();
        Grade grade = replay.judgement().grade();
        return grade == Grade.DIVERGENT
                ? ExitCodes.DIVERGES
                : grade == Grade.CRASHED ? ExitCodes.CRASHES : ExitCodes.CONFORMS;
    }

    private Scenario read(Subject tested) {
        if (scenario.strip().startsWith("stalemate1.") || scenario.matches("stalemate[0-9]+\\..*")) {
            try {
                return ScenarioToken.decode(scenario);
            } catch (IllegalArgumentException e) {
                throw new UserException(String.valueOf(e.getMessage()), e);
            }
        }
        try {
            return new ScenarioGenerator(tested.generator()).generate(SeedConverter.parse(scenario));
        } catch (NumberFormatException _) {
            return LitmusFiles.read(scenario).scenario();
        }
    }
}
