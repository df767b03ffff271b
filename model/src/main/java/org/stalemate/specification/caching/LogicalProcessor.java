package org.stalemate.specification.caching;

import static org.stalemate.vocabulary.Rule.EN_CR3_PCID;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.specification.processor.RegisterFile;

/** One logical processor: its registers and what it could have cached (MP-TAG-LOCAL: nothing is shared but memory). */
public final class LogicalProcessor {
    private final RegisterFile registers = new RegisterFile();
    private final TranslationCache cache;
    private final Decisions decisions;
    private @Nullable Roots roots;
    private long scenario;
    private final SaturationMark[] marks = new SaturationMark[64];

    /** @param cache its own, unless MP-TAG-LOCAL is broken */
    public LogicalProcessor(TranslationCache cache, Decisions decisions) {
        this.cache = cache;
        this.decisions = decisions;
        Arrays.setAll(marks, _ -> new SaturationMark());
    }

    /** Begins a scenario with the registers as they are and empty caches. */
    public void reset(LinearPages pages, Roots where) {
        roots = where;
        cache.reset(pages, registers.pagingIsOn() ? PagingFormat.of(registers.mode()) : PagingFormat.LEVEL_4);
        scenario++;
    }

    /** {@return where walks start, and how they read entries} Meaningful while paging is on. */
    public Roots roots() {
        if (roots == null) {
            throw new IllegalStateException("the processor was not reset to a start state");
        }
        return roots;
    }

    public RegisterFile registers() {
        return registers;
    }

    public TranslationCache cache() {
        return cache;
    }

    /** {@return the slot of the current PCID in {@link #cache}} */
    public int currentSlot() {
        return cache.slot(decisions.keeps(EN_CR3_PCID) ? registers.pcid() : 0);
    }

    SaturationMark mark(int slot) {
        SaturationMark mark = marks[slot];
        if (mark.scenario != scenario) {
            mark.scenario = scenario;
            mark.ghostVersion = SaturationMark.NEVER;
            mark.version = SaturationMark.NEVER;
        }
        return mark;
    }

    /** Says that the items of no PCID are known to be complete any more; removals need not say so, they are noted. */
    public void forgetSaturation() {
        for (SaturationMark mark : marks) {
            mark.version = SaturationMark.NEVER;
        }
    }

    /** For which memory, root and controls the items of a PCID were complete. */
    static final class SaturationMark {
        static final long NEVER = -1;

        long version = NEVER;
        long ghostVersion = NEVER;
        long scenario = NEVER;
        long root;

        @Nullable
        Regime regime;
    }
}
