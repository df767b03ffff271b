package org.stalemate.specification.paging;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/** Decisions that break some rules, or none. */
final class BrokenRules implements Decisions {
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

    /** In the order in which they explain an outcome best. */
    static final List<Rule> BREAKABLE = Arrays.stream(Rule.values())
            .filter(rule -> rule.kind() == RuleKind.DECIDES && rule != Rule.MP_OWN_STORE)
            .sorted(Comparator.comparing(SWEEPING::contains).thenComparing(rule -> !PARTICULAR.contains(rule)))
            .toList();

    private final EnumSet<Rule> broken = EnumSet.noneOf(Rule.class);

    BrokenRules(Collection<Rule> rules) {
        broken.addAll(rules);
    }

    @Override
    public boolean keeps(Rule rule) {
        return !broken.contains(rule);
    }

    @Override
    public boolean keepAll() {
        return broken.isEmpty();
    }
}
