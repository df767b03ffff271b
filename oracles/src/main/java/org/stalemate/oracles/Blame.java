package org.stalemate.oracles;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.caching.Killer;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Which rules an outcome broke. What explains it best comes first: something that had to be gone, by the last rule that had to
 * remove it; something of another tag; a decision that, made wrongly, gives just this outcome after just these.
 */
final class Blame {
    private final BrokenModels broken = new BrokenModels();

    /**
     * {@return the rules, the one to name first first}
     *
     * @param observed what the subject gave at each step, the last being the one that is not permitted
     * @param suspicious the steps before that were admitted though a rule forbids them
     */
    List<Rule> of(
            Scenario scenario,
            LinearPages pages,
            List<Outcome> observed,
            BitSet suspicious,
            Model model,
            @Nullable Sighting ghost) {
        Step step = scenario.steps().get(observed.size() - 1);
        boolean access = isAccess(step);
        PagingMode mode = model.registers(step.processor()).mode();
        if (access && mode == PagingMode.NONE) {
            return List.of(Rule.PG_MODE_NONE);
        }
        if (ghost != null) {
            return ofSighting(ghost);
        }
        List<Rule> decisions = new ArrayList<>();
        for (Rule rule : Decisions.breakable()) {
            if (explains(scenario, pages, observed, suspicious, rule)) {
                decisions.add(rule);
            }
        }
        if (!decisions.isEmpty()) {
            return decisions;
        }
        if (mode == PagingMode.NONE && isReadOfCr3(step)) {
            return List.of(Rule.EN_CR3_NOPG); // what nobody loaded
        }
        boolean unexplained = access && !isWrongValue(observed.getLast(), model.evaluate(step));
        return unexplained ? List.of(walkOf(mode)) : List.of();
    }

    /** Whether an outcome differs from a permitted one in the value read alone, or does not say where it was read. */
    private static boolean isWrongValue(Outcome observed, Permitted permitted) {
        if (!(observed instanceof Outcome.Loaded(var _, long frame))) {
            return false;
        }
        for (int i = 0; i < permitted.size(); i++) {
            boolean same = permitted.outcome(i) instanceof Outcome.Loaded(var _, long other) && other == frame;
            if (same || frame == Outcome.UNKNOWN_FRAME) {
                return true;
            }
        }
        return false;
    }

    /** What an access gives that neither a ghost nor one wrong decision explains, no walk gives. */
    private static Rule walkOf(PagingMode mode) {
        return switch (mode) {
            case NONE -> Rule.PG_MODE_NONE;
            case BITS_32 -> Rule.PG_32_WALK;
            case PAE -> Rule.PG_PAE_WALK;
            case LEVEL_4 -> Rule.PG_4L_WALK;
            case LEVEL_5 -> Rule.PG_5L_WALK;
        };
    }

    private static boolean isReadOfCr3(Step step) {
        return step instanceof Step.Instruction(var _, Operation.ReadRegister(Register register))
                && register == Register.CR3;
    }

    private static boolean isAccess(Step step) {
        return step instanceof Step.Instruction(var _, Operation operation)
                && switch (operation) {
                    case Operation.Access _, Operation.SplitAccess _, Operation.Emulated _ -> true;
                    default -> false;
                };
    }

    private static List<Rule> ofSighting(Sighting ghost) {
        return switch (ghost.tag()) {
            case OTHER_PCID -> List.of(Rule.C_PCID_TAG);
            case OTHER_PROCESSOR -> List.of(Rule.MP_TAG_LOCAL);
            case CURRENT -> {
                SequencedSet<Rule> rules = new LinkedHashSet<>();
                for (Killer killer : ghost.killers()) {
                    rules.add(killer.rule());
                }
                yield List.copyOf(rules);
            }
        };
    }

    private boolean explains(
            Scenario scenario, LinearPages pages, List<Outcome> observed, BitSet suspicious, Rule rule) {
        Model wrong = broken.breaking(rule);
        wrong.reset(scenario.start(), pages);
        for (int i = 0; i < observed.size(); i++) {
            wrong.evaluate(scenario.steps().get(i));
            Outcome outcome = observed.get(i);
            if (!wrong.admit(outcome) && !(suspicious.get(i) && wrong.admitGhost(outcome))) {
                return false;
            }
        }
        return true;
    }
}
