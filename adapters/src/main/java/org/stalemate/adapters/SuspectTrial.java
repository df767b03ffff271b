package org.stalemate.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.launch.BatchRun;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/**
 * Tries a scenario alone during which the target failed, with a trace that tells which of its steps makes it fail. If it passes alone,
 * traced and untraced, that is what counts.
 */
final class SuspectTrial {
    /** Failures whose files are kept, and which are looked into by more than a trace; there may be any number of them. */
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
        boolean isExamined = examined < EXAMINED;
        Keeper keeper = new Keeper(isExamined);
        BatchRunner.Attempt attempt = attempt(block, true, keeper);
        List<Outcome> outcomes =
                ResultDecoder.decodeTrace(block, attempt.report().trace());
        if (!attempt.done().isEmpty()) {
            attempt = attempt(block, false, keeper);
        }
        if (!attempt.done().isEmpty()) {
            return attempt.done().getFirst();
        }
        Failure failure = BatchRunner.failure(attempt.report());
        if (isExamined) {
            examined++;
        }
        if (outcomes.size() == block.steps()) {
            outcomes = isExamined ? outcomesBefore(block) : outcomes.subList(0, block.steps() - 1);
        }
        return new Execution(outcomes, failure.ending(), failure.detail() + keeper.where);
    }

    private BatchRunner.Attempt attempt(Block block, boolean traced, Keeper keeper) throws IOException {
        BatchRunner.Attempt attempt = runner.attempt(List.of(block), traced, keeper);
        return attempt.report().end() == BatchRun.End.NO_START
                ? runner.attempt(List.of(block), traced, keeper) // a second failure is thrown
                : attempt;
    }

    /**
     * Outcomes of the longest start of the scenario that is found not to make the target fail, where every step ended and what came
     * after them did not.
     */
    private List<Outcome> outcomesBefore(Block block) throws IOException {
        List<Outcome> outcomes = List.of();
        int passes = 0;
        int fails = block.steps();
        Scenario scenario = block.scenario();
        while (passes + 1 < fails) {
            int middle = (passes + fails) >>> 1;
            Scenario start = new Scenario(scenario.start(), scenario.steps().subList(0, middle));
            BatchRunner.Attempt attempt = runner.attempt(List.of(encoder.encode(start, block.id())), false, _ -> {});
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
