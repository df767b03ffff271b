package org.stalemate.reports.known;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Signature;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * What the signatures of a divergence's failures look like: {@code rule / operation / observed}, then perhaps {@code : outcome}, then
 * perhaps {@code after operation or operation}; {@code *} stands for anything.
 *
 * @param rule the pattern of the rule, as written
 * @param operation what the operation matches
 * @param signature what signatures match
 * @param outcome what outcomes match; null where they may be any
 * @param after operations of which the shrunk scenario has one before its last step; empty where it need not
 */
record SignaturePattern(
        String rule,
        Pattern operation,
        Pattern signature,
        @Nullable Pattern outcome,
        List<String> after) {
    private static final String OUTCOME = ": ";
    private static final String AFTER = " after ";

    SignaturePattern {
        after = List.copyOf(after);
    }

    static SignaturePattern parse(String text) {
        int after = text.lastIndexOf(AFTER);
        String whole = after < 0 ? text : text.substring(0, after);
        int outcome = whole.indexOf(OUTCOME);
        String signature = outcome < 0 ? whole : whole.substring(0, outcome);
        String[] parts = signature.split(" / ", 3);
        return new SignaturePattern(
                parts[0],
                glob(parts.length > 1 ? parts[1] : "*"),
                glob(signature),
                outcome < 0 ? null : glob(whole.substring(outcome + OUTCOME.length())),
                after < 0
                        ? List.of()
                        : List.of(text.substring(after + AFTER.length()).split(" or ", -1)));
    }

    private static Pattern glob(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** {@return whether the signature alone decides about a failure at such a step, and may be its own} */
    boolean isUnconditionalAt(Step step) {
        return outcome == null
                && after.isEmpty()
                && operation.matcher(Signature.name(step)).matches();
    }

    /** {@return whether a failure at the last step of a scenario may be what the condition on steps before it is about} */
    boolean looksBroken(Scenario scenario) {
        return outcome == null && !after.isEmpty() && hasOneBeforeTheLastStep(scenario);
    }

    /**
     * {@return whether a failure looks like this}
     *
     * @param told what was observed where what was permitted, which is asked for where it decides
     * @param shrunk the shrunk scenario, or null if the failure was not shrunk or could not be repeated
     */
    boolean matches(String failure, Supplier<String> told, @Nullable Scenario shrunk) {
        return signature.matcher(failure).matches()
                && (after.isEmpty() || (shrunk != null && hasOneBeforeTheLastStep(shrunk)))
                && (outcome == null || outcome.matcher(told.get()).matches());
    }

    private boolean hasOneBeforeTheLastStep(Scenario shrunk) {
        List<Step> before = shrunk.steps().subList(0, shrunk.steps().size() - 1);
        return before.stream().anyMatch(step -> after.stream().anyMatch(name -> Signature.names(name, step)));
    }
}
