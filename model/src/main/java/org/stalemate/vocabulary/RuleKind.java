package org.stalemate.vocabulary;

/** What a rule does to the set of permitted outcomes, and so how a run can be said to have covered it. */
public enum RuleKind {
    /** Demands that cached translations go. Checked where only this rule excludes an outcome that a kept one would give. */
    REMOVES,
    /** Lets cached translations stay, stale ones too. Exhibited where an outcome rests on it. */
    RETAINS,
    /** Lets the processor choose in some other way than by keeping a translation. Exhibited like {@link #RETAINS}. */
    PERMITS,
    /** Decides a walk, a right, a fault or a register. Checked where the opposite decision would give another outcome. */
    DECIDES,
    /** Asks something of software, not of a processor. Not counted. */
    DUTY,
    /** Says what terms mean, or follows from other rules. Not counted. */
    SEMANTICS
}
