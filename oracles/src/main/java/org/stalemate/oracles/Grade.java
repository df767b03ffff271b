package org.stalemate.oracles;

/** What a scenario, or a step of one, says about a subject, by how much it says. */
public enum Grade {
    /** Everything seen is what current memory gives. */
    CONFORMS,
    /** Something was seen that only a cached translation gives which memory no longer holds: lawful, and worth showing. */
    STALE,
    /** Something was seen that is forbidden only by a rule on which the manuals contradict themselves. */
    SUSPICIOUS,
    /**
     * The scenario ended without a verdict: a store did not say which of several permitted frames it went to, or faulted in its second
     * page and may have written to the first, so that nobody knows what memory holds now.
     */
    NO_VERDICT,
    /** Something was seen that the architecture does not permit; the scenario ended there. */
    DIVERGENT,
    /** The subject failed instead of giving an outcome; the scenario ended there. */
    CRASHED
}
