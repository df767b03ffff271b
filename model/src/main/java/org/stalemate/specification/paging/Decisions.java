package org.stalemate.specification.paging;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/**
 * The mandatory decisions of the architecture: walks, rights, reserved bits, legality, error codes, and what has to be forgotten.
 * Each is asked for by the rule that makes it, so that a reader finds the rule beside the decision, and so that the
 * processor that decides one of them wrongly can be built: a scenario checks a rule if it tells that processor apart. Whoever extends
 * this can watch which rules a scenario depends on.
 */
public class Decisions {
    /** The architecture: every rule is kept. */
    public static final Decisions ARCHITECTURAL = new Decisions(null, null);

    /** Rules whose breach looks like that of many others, and which therefore explain a fault last. */
    private static final Set<Rule> SWEEPING = Set.of(
            Rule.PG_MODE_NONE,
            Rule.PG_MODE_32,
            Rule.PG_MODE_PAE,
            Rule.PG_MODE_4L,
            Rule.PG_MODE_5L,
            Rule.PG_CANON_COMPONENTS,
            Rule.PG_ACC_CLASS,
            Rule.PG_32_WALK,
            Rule.PG_PAE_WALK,
            Rule.PG_4L_WALK,
            Rule.PG_5L_WALK,
            Rule.PG_CTRL_LIVE);

    /** A rule about what happens rarely, which explains best what others explain as well. */
    private static final Set<Rule> PARTICULAR = Set.of(Rule.INIT_PKRU);

    private static final List<Rule> BREAKABLE = Arrays.stream(Rule.values())
            .filter(rule -> rule.kind() == RuleKind.DECIDES && rule != Rule.MP_OWN_STORE)
            .sorted(Comparator.comparing(SWEEPING::contains).thenComparing(rule -> !PARTICULAR.contains(rule)))
            .toList();

    /**
     * {@return the rules that remove nothing and can be broken, the more particular first} Left out is MP-OWN-STORE: a walk reads memory as it is
     * at that step, and one that reads it as it was would be no processor with atomic steps.
     */
    public static List<Rule> breakable() {
        return BREAKABLE;
    }

    private final @Nullable Rule broken;
    private final @Nullable Rule alsoBroken;

    /**
     * Breaks two rules, one, or none.
     *
     * @param broken a rule that is not kept, or null
     * @param alsoBroken another one, or null
     */
    public Decisions(@Nullable Rule broken, @Nullable Rule alsoBroken) {
        this.broken = broken;
        this.alsoBroken = alsoBroken;
    }

    /** Breaks one rule. */
    public Decisions(Rule broken) {
        this(broken, null);
    }

    /** {@return whether the rule is kept} */
    public boolean keeps(Rule rule) {
        return rule != broken && rule != alsoBroken;
    }

    /** {@return whether all rules are kept} */
    public final boolean keepAll() {
        return broken == null;
    }

    /** {@return the same decisions for something that is made once and serves many scenarios} */
    public Decisions lasting() {
        return this;
    }
}
