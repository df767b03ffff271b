package org.stalemate.oracles.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.stalemate.oracles.reference.NondeterministicMachine;
import org.stalemate.oracles.reference.TooManyStatesException;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/**
 * Compares the model's permitted sets with those of a machine, step by step, along many sequences of a world's steps.
 *
 * @param <S> a set of the machine's states
 */
final class Comparison<S> {
    private record Event(Step step, Outcome outcome) {}

    private static final int DESCRIBED = 3;

    private final World world;
    private final LinearPages pages;
    private final NondeterministicMachine<S> machine;
    private final Model model;
    private final List<Event> history = new ArrayList<>();
    private final List<String> described = new ArrayList<>();

    private boolean stopsAtDifference;
    private long steps;
    private long choices;
    private long outcomes;
    private long larger;
    private long missing;
    private long beyondCapacity;

    Comparison(World world, NondeterministicMachine<S> machine, Variation variation) {
        this.world = world;
        this.pages = world.linearPages();
        this.machine = machine;
        this.model = new Model(false, variation);
    }

    /** Compares all sequences up to a length, along every outcome of each step. */
    Comparison<S> exhaustively(int length) {
        S states = machine.start();
        if (compare(states, world.alphabet())) {
            explore(states, length);
        }
        return this;
    }

    /** Compares all sequences up to a length until a difference is found. */
    boolean differsWithin(int length) {
        stopsAtDifference = true;
        return exhaustively(length).differs();
    }

    private void explore(S states, int length) {
        if (length == 1) {
            return;
        }
        for (Step step : world.alphabet()) {
            if (stopsAtDifference && differs()) {
                return;
            }
            try {
                machine.step(states, step).forEach((outcome, after) -> {
                    if (World.endsHistory(step, outcome)) {
                        return;
                    }
                    history.add(new Event(step, outcome));
                    if (compare(after, world.alphabet())) {
                        explore(after, length - 1);
                    }
                    history.removeLast();
                });
            } catch (TooManyStatesException tooMany) {
                beyondCapacity++;
            }
        }
    }

    /** Follows random sequences, one outcome of each step, and compares every access that could be made on the way. */
    Comparison<S> randomly(int sequences, int length) {
        for (int seed = 0; seed < sequences; seed++) {
            follow(new Random(seed), length);
        }
        return this;
    }

    /** Follows random sequences until a difference is found. */
    boolean differsWithin(int sequences, int length) {
        for (int seed = 0; seed < sequences && !differs(); seed++) {
            follow(new Random(seed), length);
        }
        return differs();
    }

    private void follow(Random random, int length) {
        List<Step> candidates =
                new ArrayList<>(world.alphabet().stream().filter(World::reads).toList());
        S states = machine.start();
        history.clear();
        while (history.size() < length) {
            Step step = world.alphabet().get(random.nextInt(world.alphabet().size()));
            candidates.add(step);
            if (!compare(states, candidates)) {
                return;
            }
            candidates.removeLast();
            Map<Outcome, S> ends = machine.step(states, step);
            Outcome outcome = List.copyOf(ends.keySet()).get(random.nextInt(ends.size()));
            if (World.endsHistory(step, outcome)) {
                return;
            }
            states = Objects.requireNonNull(ends.get(outcome));
            history.add(new Event(step, outcome));
        }
    }

    /** Compares steps after the history; false where it makes no sense to go on from there. */
    private boolean compare(S states, List<Step> candidates) {
        model.reset(world.start(), pages);
        for (Event event : history) {
            model.evaluate(event.step());
            if (!model.admit(event.outcome())) {
                throw new AssertionError("the model permitted " + event + " but did not admit it");
            }
        }
        try {
            boolean complete = true;
            for (Step step : candidates) {
                complete &= judge(step, machine.permitted(states, step));
            }
            return complete;
        } catch (TooManyStatesException tooMany) {
            beyondCapacity++;
            return false;
        }
    }

    private boolean judge(Step step, Set<Outcome> expected) {
        Set<Outcome> actual = PermittedSets.all(model.evaluate(step));
        steps++;
        outcomes += expected.size();
        choices += expected.size() > 1 ? 1 : 0;
        boolean complete = actual.containsAll(expected);
        if (!complete) {
            missing++;
        } else if (actual.size() > expected.size()) {
            larger++;
        }
        if (actual.size() != expected.size() || !complete) {
            describe(step, expected, actual);
        }
        return complete;
    }

    private void describe(Step step, Set<Outcome> expected, Set<Outcome> actual) {
        if (described.size() < DESCRIBED) {
            String before = history.stream()
                    .map(event -> Wording.of(event.step()) + " = " + event.outcome())
                    .collect(Collectors.joining("\n  "));
            Set<Outcome> extra = new HashSet<>(actual);
            extra.removeAll(expected);
            Set<Outcome> lacking = new HashSet<>(expected);
            lacking.removeAll(actual);
            described.add("after\n  " + before + "\n" + Wording.of(step) + " has in the machine " + expected
                    + "\n  the model lacks " + lacking + " and adds " + extra);
        }
    }

    long steps() {
        return steps;
    }

    /** How many steps have more outcomes in the model. */
    long larger() {
        return larger;
    }

    /** How many steps lack an outcome in the model. */
    long missing() {
        return missing;
    }

    /** How many steps have more than one outcome in the machine. */
    long choices() {
        return choices;
    }

    boolean differs() {
        return larger + missing > 0;
    }

    long beyondCapacity() {
        return beyondCapacity;
    }

    /** The counts, and the first differences found. */
    String report() {
        return "%s: %,d steps compared (%,d with a choice, %.2f outcomes each), %,d too large, %,d too small, %,d beyond capacity"
                        .formatted(
                                world.name(),
                                steps,
                                choices,
                                (double) outcomes / Math.max(1, steps),
                                larger,
                                missing,
                                beyondCapacity)
                + described.stream().map(text -> "\n" + text).collect(Collectors.joining());
    }
}
