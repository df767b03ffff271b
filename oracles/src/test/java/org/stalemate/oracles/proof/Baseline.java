package org.stalemate.oracles.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.stalemate.oracles.reference.FlagWorlds;
import org.stalemate.oracles.reference.WorldSet;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/**
 * Some random sequences in a world, what the machine permits along them, and how the right model compares with that: equal, or
 * larger in a few steps. A model with an error is told apart by comparing otherwise in some step.
 */
final class Baseline {
    private static final int LENGTH = 8;

    /** How a permitted set of a model compares with that of the machine. */
    private enum Fit {
        EQUAL,
        LARGER,
        LACKING
    }

    /** One step that could be made, what the machine permits, and how the right model compares. */
    private record Probe(Step step, Set<Outcome> permitted, Fit right) {}

    /** What could be done at one moment, what was done, and what came of it. */
    private record Moment(List<Probe> probes, Step step, Outcome outcome) {}

    private final World world;
    private final List<List<Moment>> sequences = new ArrayList<>();

    private Baseline(World world) {
        this.world = world;
    }

    static Baseline of(World world, int sequences) {
        Baseline baseline = new Baseline(world);
        FlagWorlds machine = new FlagWorlds(world.start(), world.pages());
        Model right = new Model(false);
        for (int seed = 0; seed < sequences; seed++) {
            baseline.sequences.add(baseline.recorded(machine, right, new Random(seed)));
        }
        return baseline;
    }

    private List<Moment> recorded(FlagWorlds machine, Model right, Random random) {
        List<Step> reading = world.alphabet().stream().filter(World::reads).toList();
        List<Moment> moments = new ArrayList<>();
        WorldSet states = machine.start();
        right.reset(world.start(), world.linearPages());
        while (moments.size() < LENGTH) {
            Step step = world.alphabet().get(random.nextInt(world.alphabet().size()));
            Map<Outcome, WorldSet> ends = machine.step(states, step);
            List<Probe> probes = new ArrayList<>();
            for (Step probe : reading) {
                probes.add(probe(probe, machine.permitted(states, probe), right));
            }
            probes.add(probe(step, ends.keySet(), right));
            Outcome outcome = List.copyOf(ends.keySet()).get(random.nextInt(ends.size()));
            moments.add(new Moment(probes, step, outcome));
            if (World.endsHistory(step, outcome) || !right.admit(outcome)) {
                break;
            }
            states = Objects.requireNonNull(ends.get(outcome));
        }
        return moments;
    }

    private static Probe probe(Step step, Set<Outcome> permitted, Model right) {
        return new Probe(step, Set.copyOf(permitted), fit(permitted, right, step));
    }

    private static Fit fit(Set<Outcome> permitted, Model model, Step step) {
        Set<Outcome> actual = PermittedSets.all(model.evaluate(step));
        if (!actual.containsAll(permitted)) {
            return Fit.LACKING;
        }
        return actual.size() > permitted.size() ? Fit.LARGER : Fit.EQUAL;
    }

    /** {@return whether a model that varies compares otherwise} */
    boolean tells(Variation variation) {
        Model model = new Model(false, variation);
        return sequences.stream().anyMatch(sequence -> differs(model, sequence));
    }

    private boolean differs(Model model, List<Moment> sequence) {
        model.reset(world.start(), world.linearPages());
        for (Moment moment : sequence) {
            for (Probe probe : moment.probes()) {
                if (fit(probe.permitted(), model, probe.step()) != probe.right()) {
                    return true;
                }
            }
            if (!World.endsHistory(moment.step(), moment.outcome()) && !model.admit(moment.outcome())) {
                throw new AssertionError("the model permitted " + moment.outcome() + " but did not admit it");
            }
        }
        return false;
    }
}
