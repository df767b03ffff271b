package org.stalemate.specification.caching;

/** Adds to a logical processor's cache what it could create now (C-SPEC, C-TLB-CREATE, C-PSC-CREATE). */
public interface Filling {
    /**
     * Adds everything that the current context can create from memory as it is.
     *
     * @param step the number of the step at which this happens, from 0
     */
    void whole(LogicalProcessor processor, int step);

    /** Adds what has become possible since the word, place * 512 + index, was changed; everything else is there already. */
    void through(LogicalProcessor processor, int word, int step);

    /** Says that a word was changed, before {@link #through} is asked for each logical processor. */
    void changed(int word);
}
