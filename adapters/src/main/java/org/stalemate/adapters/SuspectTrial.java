package org.stalemate.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.image.Mailbox;
import org.stalemate.adapters.launch.ProgramRun;
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

    private final ResidentMachine machine;
    private final BlockEncoder encoder;
    private final Path failures;
    private int examined;

    SuspectTrial(ResidentMachine machine, BlockEncoder encoder, Path failures) {
        this.machine = machine;
        this.encoder = encoder;
        this.failures = failures;
    }

    /** {@return what is seen of a block alone} */
    Execution of(Block block) throws IOException {
        Keeper keeper = new Keeper(examined < EXAMINED);
        Attempt attempt = attempt(List.of(block), true, keeper);
        List<Outcome> outcomes =
                ResultDecoder.decodeTrace(block, attempt.report().trace());
        if (attempt.isComplete()) {
            attempt = attempt(List.of(block), false, keeper);
        }
        if (attempt.isComplete()) {
            return attempt.executions().getFirst();
        }
        if (outcomes.size() == block.steps()) {
            List<Block> starts = keeper.mayKeep ? starts(block) : List.of();
            boolean fit = Mailbox.fits(starts.stream().mapToLong(Session::room).sum());
            outcomes = starts.isEmpty() || !fit ? outcomes.subList(0, block.steps() - 1) : outcomesOfPassing(starts);
        }
        if (keeper.mayKeep) {
            examined++;
        }
        Failure failure = attempt.failure();
        return new Execution(outcomes, failure.ending(), failure.detail() + keeper.where);
    }

    private Attempt attempt(List<Block> program, boolean traced, Keeper keeper) throws IOException {
        int processors = program.getFirst().processors();
        try (Session session = machine.boot(processors)) {
            Attempt attempt = session.execute(program, traced);
            if (!attempt.isComplete()) {
                keeper.keep(session);
            }
            return attempt;
        }
    }

    /**
     * Outcomes of the longest of some starts of a scenario up to which none makes the target fail, where every step ended and what came
     * after them did not.
     */
    private List<Outcome> outcomesOfPassing(List<Block> starts) throws IOException {
        Keeper nothing = new Keeper(false);
        Attempt attempt = attempt(starts, false, nothing);
        boolean isFinished = attempt.report().end() == ProgramRun.End.FINISHED;
        int passing = isFinished ? attempt.done() : attempt.report().started() - 1;
        if (passing <= 0) {
            return List.of();
        }
        Attempt longest = attempt(List.of(starts.get(passing - 1)), false, nothing);
        return longest.isComplete() ? longest.executions().getFirst().outcomes() : List.of();
    }

    /** {@return all shorter starts of a block's scenario, the shortest first} */
    private List<Block> starts(Block block) {
        Scenario scenario = block.scenario();
        List<Block> starts = new ArrayList<>();
        for (int steps = 1; steps < block.steps(); steps++) {
            Scenario start = new Scenario(scenario.start(), scenario.steps().subList(0, steps));
            starts.add(encoder.encode(start, block.id()));
        }
        return starts;
    }

    /** Keeps the files of a boot in a directory that did not exist before. */
    private final class Keeper {
        private final boolean mayKeep;
        private String where = "";

        Keeper(boolean mayKeep) {
            this.mayKeep = mayKeep;
        }

        void keep(Session session) throws IOException {
            if (!mayKeep) {
                return;
            }
            String prefix = machine.name().toLowerCase(Locale.ROOT) + "-";
            int number = 1;
            while (Files.exists(failures.resolve(prefix + number))) {
                number++;
            }
            where = "; image kept in " + session.boot().keep(failures, prefix + number);
        }
    }
}
