package org.stalemate.vocabulary;

/** How binding a rule is. */
public enum RuleStrength {
    /** A subject that does otherwise is wrong. */
    MANDATORY,
    /** A subject may do so or not. */
    PERMISSION,
    /** Software has to see to it; what happens otherwise is a permission. */
    DUTY,
    /** Binding where the feature exists. */
    OPTIONAL,
    /** The manuals are silent, differ or contradict themselves; the profile decides. */
    AMBIGUITY
}
