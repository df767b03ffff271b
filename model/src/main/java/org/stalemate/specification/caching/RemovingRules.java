package org.stalemate.specification.caching;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/** The rules that remove something, numbered from 0 so that a set of them fits a long. */
@SuppressWarnings("EnumOrdinal") // a dense index into an array that exists in this process alone
public final class RemovingRules {
    private static final List<Rule> RULES = Arrays.stream(Rule.values())
            .filter(rule -> rule.kind() == RuleKind.REMOVES)
            .toList();

    private static final byte[] NUMBER = new byte[Rule.values().length];

    static {
        if (RULES.size() > Long.SIZE) {
            throw new IllegalStateException("a set of " + RULES.size() + " rules does not fit a long");
        }
        Arrays.fill(NUMBER, (byte) -1);
        for (int i = 0; i < RULES.size(); i++) {
            NUMBER[RULES.get(i).ordinal()] = (byte) i;
        }
    }

    private RemovingRules() {}

    /** {@return all of them, by number} */
    public static List<Rule> all() {
        return RULES;
    }

    /** {@return a rule's number, or -1 where it removes nothing} */
    public static int number(Rule rule) {
        return NUMBER[rule.ordinal()];
    }

    /** {@return the rule of a number} */
    public static Rule rule(int number) {
        return RULES.get(number);
    }

    /** {@return the rules whose numbers are the set bits} */
    public static Set<Rule> of(long set) {
        EnumSet<Rule> rules = EnumSet.noneOf(Rule.class);
        for (long rest = set; rest != 0; rest &= rest - 1) {
            rules.add(rule(Long.numberOfTrailingZeros(rest)));
        }
        return rules;
    }
}
