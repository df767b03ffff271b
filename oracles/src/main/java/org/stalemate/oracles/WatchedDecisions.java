package org.stalemate.oracles;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Rule;

/**
 * Decisions that remember which rules were asked for. A rule that a scenario never asks for makes no difference to it, whether it is
 * kept or not. Not safe for use by several threads.
 */
final class WatchedDecisions implements Decisions {
    private final Decisions decisions;
    private final Set<Rule> asked = EnumSet.noneOf(Rule.class);
    /** Asked by what serves many scenarios, so that any of them may depend on the answers; never told to forget. */
    private final WatchedDecisions lasting;

    /** Breaks some rules, or none. */
    WatchedDecisions(Collection<Rule> broken) {
        decisions = Decisions.breaking(broken);
        lasting = new WatchedDecisions(decisions);
    }

    private WatchedDecisions(Decisions decisions) {
        this.decisions = decisions;
        lasting = this;
    }

    /** Begins another scenario. */
    void forget() {
        asked.clear();
    }

    /** {@return the rules that may have made a difference since the beginning of the scenario} */
    Set<Rule> asked() {
        Set<Rule> all = EnumSet.copyOf(lasting.asked);
        all.addAll(asked);
        return all;
    }

    @Override
    public boolean keeps(Rule rule) {
        asked.add(rule);
        return decisions.keeps(rule);
    }

    @Override
    public boolean keepAll() {
        return decisions.keepAll();
    }

    @Override
    public Decisions lasting() {
        return lasting;
    }
}
