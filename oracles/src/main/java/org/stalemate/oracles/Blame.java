package org.stalemate.oracles;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.BrokenModels.Suspect;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.caching.Killer;
import org.stalemate.specification.caching.RemovingRules;
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
 * remove it; something of another tag; a decision that, made wrongly, gives just this outcome after just these, or one that differs in
 * no more than what is known to be told wrongly. What a subject is known to break, one rule or two at once, comes before what else
 * explains an outcome, as does what a known fault looks like; everything that is known to remove too little, at once, comes last.
 */
final class Blame {
    /** Without these, entries of one format would be read as those of another, which no processor does. */
    private static final Set<Rule> CHANGE_FORMATS =
            Set.of(Rule.TLB_CR0_PG, Rule.TLB_CR4_PAE, Rule.INIT_TLB, Rule.RESET_TLB);

    private static final List<Suspect> REMOVING = suspects(RemovingRules.all().stream());
    private static final List<Suspect> DECIDING = suspects(Decisions.breakable().stream());

    private final BrokenModels broken = new BrokenModels();
    private final Tolerance tolerance;
    /** What the subject is known to break, by what signatures call the step at which it shows. */
    private final Map<String, Known> known = new HashMap<>();

    /**
     * What a subject is known to break.
     *
     * @param rules the rules
     * @param singles every one of them
     * @param pairs every two of them
     * @param removing all that remove at once, alone and with one that decides
     */
    private record Known(List<Rule> rules, List<Suspect> singles, List<Suspect> pairs, List<Suspect> removing) {
        static Known of(List<Rule> broken) {
            List<Rule> rules = Stream.concat(RemovingRules.all().stream(), Decisions.breakable().stream())
                    .filter(rule -> broken.contains(rule) && !CHANGE_FORMATS.contains(rule))
                    .toList();
            List<Suspect> singles = suspects(rules.stream());
            List<Suspect> pairs = singles.stream()
                    .flatMap(suspect -> rules.stream()
                            .skip(rules.indexOf(suspect.rules().getLast()) + 1L)
                            .map(suspect::and))
                    .toList();
            return new Known(rules, singles, pairs, removing(rules));
        }

        private static List<Suspect> removing(List<Rule> rules) {
            List<Rule> removing =
                    rules.stream().filter(RemovingRules.all()::contains).toList();
            if (removing.isEmpty()) {
                return List.of();
            }
            Suspect all = new Suspect(removing);
            Stream<Rule> others = rules.stream().filter(rule -> !removing.contains(rule));
            return Stream.concat(Stream.of(all), others.map(all::and)).toList();
        }
    }

    /** @param tolerance what an outcome may be taken for that a broken rule explains but for something known */
    Blame(Tolerance tolerance) {
        this.tolerance = tolerance;
    }

    private Known known(Step step) {
        return known.computeIfAbsent(Signature.name(step), _ -> Known.of(tolerance.broken(step)));
    }

    private static List<Suspect> suspects(Stream<Rule> rules) {
        return rules.filter(rule -> !CHANGE_FORMATS.contains(rule))
                .map(Suspect::new)
                .toList();
    }

    /**
     * {@return the rules, the one to name first first; which they are is found out when they are asked for}
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
        Known breaks = known(step);
        List<Rule> killers = ghost == null ? List.of() : ofSighting(ghost);
        boolean isKnown = !killers.isEmpty() && breaks.rules.contains(killers.getFirst());
        if (ghost != null && (breaks.rules.isEmpty() || isKnown)) {
            return killers;
        }
        boolean showsEarlier = showsEarlierSteps(step);
        boolean several = access || showsEarlier;
        List<List<Suspect>> suspects = ghost != null
                ? List.of(breaks.singles)
                : List.of(
                        breaks.singles,
                        several ? breaks.pairs : List.of(),
                        several ? lookalikes(scenario, observed.size()) : List.of(),
                        showsEarlier ? REMOVING : List.of(),
                        DECIDING,
                        several ? breaks.removing : List.of());
        Reenactment reenactment = new Reenactment(scenario, pages, observed, suspicious, broken, tolerance);
        return new Culprits(
                suspects,
                reenactment::isExplainedBy,
                ghost != null ? killers : whereNothingExplains(step, mode, observed.getLast(), model));
    }

    private List<Suspect> lookalikes(Scenario scenario, int steps) {
        List<Step> upToTheLast = scenario.steps().subList(0, steps);
        return suspects(tolerance.lookBroken(new Scenario(scenario.start(), upToTheLast)).stream());
    }

    private static List<Rule> whereNothingExplains(Step step, PagingMode mode, Outcome observed, Model model) {
        if (mode == PagingMode.NONE && isReadOfCr3(step)) {
            return List.of(Rule.EN_CR3_NOPG); // what nobody loaded
        }
        boolean unexplained = isAccess(step) && !isWrongValue(observed, model.evaluate(step));
        return unexplained ? List.of(walkOf(mode)) : List.of();
    }

    /** Whether what had to be gone may show without a ghost: in flags that an access before set elsewhere or not, or in half an access. */
    private static boolean showsEarlierSteps(Step step) {
        return step instanceof Step.Instruction(var _, Operation operation)
                && (operation instanceof Operation.LoadTableEntry || operation instanceof Operation.SplitAccess);
    }

    /** Whether an outcome differs from a permitted one in the value read alone, or does not say where it was read. */
    private static boolean isWrongValue(Outcome observed, Permitted permitted) {
        if (!(observed instanceof Outcome.Loaded(var _, long frame))) {
            return false;
        }
        for (int i = 0; i < permitted.size(); i++) {
            if (permitted.outcome(i) instanceof Outcome.Loaded(var _, long other)
                    && (other == frame || frame == Outcome.UNKNOWN_FRAME)) {
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
}
