package org.stalemate.oracles;

import java.util.Objects;
import org.stalemate.vocabulary.Step;

/**
 * What kind of divergence it is.
 *
 * @param rule ID of the rule named first, or "none" where no rule explains the divergence
 * @param operation what was executed, by its simple name
 * @param observed what was observed, by its simple name, or how the subject failed
 */
public record Signature(String rule, String operation, String observed) {
    private static final String ACCESS = "access";
    private static final String ANYTHING = "*";

    /** {@return the signature of a divergence} */
    static Signature of(Divergence divergence) {
        String rule = divergence.blamed().isEmpty()
                ? "none"
                : divergence.blamed().getFirst().id();
        return ofRule(rule, divergence);
    }

    /** {@return the signature that a divergence has if it broke a rule} */
    static Signature ofRule(String rule, Divergence divergence) {
        String observed = switch (divergence.failure()) {
            case COMPLETE, UNSUPPORTED ->
                Objects.requireNonNull(divergence.observed()).getClass().getSimpleName();
            case HUNG -> "hang";
            case RESET -> "reset";
            case MALFORMED -> "malformed";
            case CRASHED -> "crash";
        };
        return new Signature(rule, name(divergence.what()), observed);
    }

    /** {@return whether a step is what a signature names: by its simple name, as any access, or as anything at all} */
    public static boolean names(String operation, Step step) {
        String name = name(step);
        return operation.equals(ANYTHING) || operation.equals(name) || (operation.equals(ACCESS) && isAccess(name));
    }

    /** {@return what a signature calls a step} */
    public static String name(Step step) {
        Object what = step instanceof Step.Instruction instruction ? instruction.operation() : step;
        return what.getClass().getSimpleName();
    }

    /** {@return what two divergences with one cause have in common: the same, whatever kind of access shows it} */
    public Signature cause() {
        return new Signature(
                rule, isAccess(operation) ? ACCESS : operation, isCompletedAccess() ? "completed" : observed);
    }

    private static boolean isAccess(String operation) {
        return switch (operation) {
            case "Load", "ImplicitLoad", "Store", "Exchange", "Fetch", "SplitLoad", "SplitStore", "Emulated" -> true;
            default -> false;
        };
    }

    private boolean isCompletedAccess() {
        return switch (observed) {
            case "Loaded", "Stored", "Exchanged", "SplitLoaded", "SplitStored" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return rule + " / " + operation + " / " + observed;
    }
}
