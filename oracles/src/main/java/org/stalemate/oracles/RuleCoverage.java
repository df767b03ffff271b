package org.stalemate.oracles;

import java.util.Arrays;
import org.stalemate.specification.caching.RemovingRules;
import org.stalemate.vocabulary.Rule;

/**
 * How often each rule was executed, checked and exhibited. A rule that removes something is executed when it applies and checked
 * when an access could have noticed that it was not kept; a mandatory decision is checked when a scenario tells the processor
 * apart that decides it wrongly; a permission is exhibited when an outcome was seen that rests on it.
 */
@SuppressWarnings("EnumOrdinal") // dense indices into arrays of this process; what is written out goes by ID
public final class RuleCoverage {
    private final long[] executed = new long[Rule.values().length];
    private final long[] checked = new long[Rule.values().length];
    private final long[] exhibited = new long[Rule.values().length];
    private long operations;

    /** {@return how many operations were checked} A checked operation was executed, judged, committed, and counted here; so is the last one of a scenario that ends early. */
    public long operations() {
        return operations;
    }

    public long executed(Rule rule) {
        return executed[rule.ordinal()];
    }

    public long checked(Rule rule) {
        return checked[rule.ordinal()];
    }

    public long exhibited(Rule rule) {
        return exhibited[rule.ordinal()];
    }

    /** Counts checked operations. */
    public void addOperations(long count) {
        operations += count;
    }

    public void addExecuted(Rule rule, long count) {
        executed[rule.ordinal()] += count;
    }

    public void addChecked(Rule rule, long count) {
        checked[rule.ordinal()] += count;
    }

    public void addExhibited(Rule rule, long count) {
        exhibited[rule.ordinal()] += count;
    }

    /** Counts rules, given as bits of {@link RemovingRules}, as executed once. */
    void addExecuted(long set) {
        add(executed, set);
    }

    /** Counts rules, given as bits of {@link RemovingRules}, as checked once. */
    void addChecked(long set) {
        add(checked, set);
    }

    private static void add(long[] counts, long set) {
        for (long rest = set; rest != 0; rest &= rest - 1) {
            counts[RemovingRules.rule(Long.numberOfTrailingZeros(rest)).ordinal()]++;
        }
    }

    /** Adds the counts of another coverage to these. */
    public void merge(RuleCoverage other) {
        operations += other.operations;
        Arrays.setAll(executed, i -> executed[i] + other.executed[i]);
        Arrays.setAll(checked, i -> checked[i] + other.checked[i]);
        Arrays.setAll(exhibited, i -> exhibited[i] + other.exhibited[i]);
    }
}
