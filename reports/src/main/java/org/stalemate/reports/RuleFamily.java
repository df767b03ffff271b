package org.stalemate.reports;

import org.stalemate.vocabulary.Rule;

/** Rules that a reader looks for in one place. */
public enum RuleFamily {
    PAGE_FAULTS("Page faults", "PG-PF-"),
    FLAGS("Accessed and dirty flags", "PG-AD-"),
    RESERVED_BITS("Reserved and ignored bits", "PG-RSVD-", "PG-IGN-", "PG-NP-"),
    RIGHTS("Access rights", "PG-ACC-", "PG-RIGHTS-", "PG-PK", "PG-SMEP", "PG-SMAP-", "PG-CTRL-", "PG-VALID-"),
    WALKS("Modes, addresses and walks", "PG-"),
    CONTROL_REGISTERS("Control registers", "EN-"),
    CACHES("What may be cached", "C-", "S-"),
    INVPCID("INVPCID", "INVPCID-", "TLB-INVPCID-"),
    INVALIDATIONS("Invalidations", "TLB-"),
    INIT_AND_RESET("INIT and RESET", "INIT-", "RESET-"),
    PROCESSORS("Several logical processors", "MP-"),
    AMBIGUITIES("Where the manuals are silent or differ", "L-"),
    OTHERS("Others", "");

    private final String title;
    private final String[] prefixes;

    RuleFamily(String title, String... prefixes) {
        this.title = title;
        this.prefixes = prefixes;
    }

    /** {@return the heading} */
    public String title() {
        return title;
    }

    /** {@return the family of a rule: the first with a prefix of its ID} */
    public static RuleFamily of(Rule rule) {
        for (RuleFamily family : values()) {
            for (String prefix : family.prefixes) {
                if (rule.id().startsWith(prefix)) {
                    return family;
                }
            }
        }
        throw new IllegalStateException("the last family takes every rule");
    }
}
