package org.stalemate.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.launch.BatchRun;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/**
 * Tries a scenario alone during which the target failed. If it passes alone, that is what counts; if it fails again, it is to blame,
 * and the first of its steps that makes the target fail is looked for.
 */
final class SuspectTrial {
    /** Failures whose files are kept and whose step is looked for; there may be any number of them. */
    private static final int EXAMINED = 8;

    private final BatchRunner runner;
    private final BlockEncoder encoder;
    private final Path failures;
    private final String machine;
    private int examined;

    SuspectTrial(BatchRunner runner, BlockEncoder encoder, Path failures, String machine) {
        this.runner = runner;
        this.encoder = encoder;
        this.failures = failures;
        this.machine = machine.toLowerCase(Locale.ROOT);
    }

    /** {@return what is seen of a block alone} */
    Execution of(Block block) throws IOException {
        Keeper keeper = new Keeper(examined < EXAMINED);
        BatchRunner.Attempt attempt = runner.attempt(List.of(block), keeper);
        if (attempt.report().end() == BatchRun.End.NO_START) {
            attempt = runner.attempt(List.of(block), keeper); // the second failure is thrown
        }
        if (!attempt.done().isEmpty()) {
            return attempt.done().getFirst();
        }
        Failure failure = BatchRunner.failure(attempt.report());
        if (!keeper.mayKeep) {
            return new Execution(List.of(), failure.ending(), failure.detail());
        }
        examined++;
        return new Execution(outcomesBefore(block), failure.ending(), failure.detail() + keeper.where);
    }

    /** Outcomes of the longest start of the scenario that is found not to make the target fail. */
    private List<Outcome> outcomesBefore(Block block) throws IOException {
        List<Outcome> outcomes = List.of();
        int passes = 0;
        int fails = block.steps();
        Scenario scenario = block.scenario();
        while (passes + 1 < fails) {
            int middle = (passes + fails) >>> 1;
            Scenario start = new Scenario(scenario.start(), scenario.steps().subList(0, middle));
            BatchRunner.Attempt attempt = runner.attempt(List.of(encoder.encode(start, block.id())), _ -> {});
            if (attempt.done().isEmpty()) {
                fails = middle;
            } else {
                passes = middle;
                outcomes = attempt.done().getFirst().outcomes();
            }
        }
        return outcomes;
    }

    /** Keeps the files of a boot in a directory that did not exist before. */
    private final class Keeper implements BatchRunner.Undertaker {
        private final boolean mayKeep;
        private String where = "";

        Keeper(boolean mayKeep) {
            this.mayKeep = mayKeep;
        }

        @Override
        public void keep(Boot boot) throws IOException {
            if (!mayKeep) {
                return;
            }
            int number = 1;
            while (Files.exists(failures.resolve(machine + "-" + number))) {
                number++;
            }
            where = "; image kept in " + boot.keep(failures, machine + "-" + number);
        }
    }
}
