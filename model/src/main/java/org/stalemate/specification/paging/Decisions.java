package org.stalemate.specification.paging;

import java.util.Collection;
import java.util.List;
import org.stalemate.vocabulary.Rule;

/**
 * The mandatory decisions of the architecture: walks, rights, reserved bits, legality, error codes, and what has to be forgotten.
 * Each is asked for by the rule that makes it, so that a reader finds the rule beside the decision, and so that the
 * processor that decides one of them wrongly can be built: a scenario checks a rule if it tells that processor apart. Another
 * implementation can watch which rules a scenario depends on.
 */
public interface Decisions {
    /** The architecture: every rule is kept. */
    Decisions ARCHITECTURAL = breaking(List.of());

    /**
     * {@return the rules that remove nothing and can be broken, the more particular first} Left out is MP-OWN-STORE: a walk reads memory as it is
     * at that step, and one that reads it as it was would be no processor with atomic steps.
     */
    static List<Rule> breakable() {
        return BrokenRules.BREAKABLE;
    }

    /** {@return the decisions of a processor that breaks one rule} */
    static Decisions breaking(Rule rule) {
        return breaking(List.of(rule));
    }

    /** {@return the decisions of a processor that breaks some rules, or none} */
    static Decisions breaking(Collection<Rule> rules) {
        return new BrokenRules(rules);
    }

    /** {@return whether the rule is kept} */
    boolean keeps(Rule rule);

    /** {@return whether all rules are kept} */
    boolean keepAll();

    /** {@return the same decisions for something that is made once and serves many scenarios} */
    default Decisions lasting() {
        return this;
    }
}
