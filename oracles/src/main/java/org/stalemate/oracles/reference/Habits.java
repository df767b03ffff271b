package org.stalemate.oracles.reference;

/**
 * How one lawful processor makes use of its freedom. Chances are out of 256.
 *
 * @param name what it is called in reports
 * @param preference which of several usable entries it uses
 * @param tlbCapacity most TLB entries a logical processor keeps; the oldest go first
 * @param structureCapacity most paging-structure-cache entries a logical processor keeps; the oldest go first
 * @param splitting chance that a large page is cached as 4 KB pages (C-SPLINTER)
 * @param speculation chance, before each step, of a walk for some page that was accessed before (C-SPEC)
 * @param neighbours how many pages to either side a completed walk prefetches
 * @param forgetting chance, before each step, that one entry of each cache goes (C-DROP-ANY)
 * @param emptying chance, before each step, that all entries go
 * @param keepsGlobalsOnly whether it caches no translation but global ones
 * @param losesKeys whether it caches no protection key where it need not (PG-PK-LIVE)
 * @param flushesOnControlWrites whether every write of a control register or of EFER empties its caches
 */
record Habits(
        String name,
        Preference preference,
        int tlbCapacity,
        int structureCapacity,
        int splitting,
        int speculation,
        int neighbours,
        int forgetting,
        int emptying,
        boolean keepsGlobalsOnly,
        boolean losesKeys,
        boolean flushesOnControlWrites) {
    /** What always happens, as a chance. */
    static final int ALWAYS = 256;

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** Which of several usable entries is used, and whether to walk although there is one. */
    enum Preference {
        /** The one that has been kept longest. */
        OLDEST,
        /** The one that was made last. */
        NEWEST,
        /** Any of them, or a walk. */
        RANDOM,
        /** One through which the access faults, if there is one, else the oldest. */
        FAULTING
    }

    static Habits hoarding(String name, Preference preference) {
        return new Habits(name, preference, UNLIMITED, UNLIMITED, 0, 0, 0, 0, 0, false, false, false);
    }

    Habits withCapacities(int tlb, int structures) {
        return new Habits(
                name,
                preference,
                tlb,
                structures,
                splitting,
                speculation,
                neighbours,
                forgetting,
                emptying,
                keepsGlobalsOnly,
                losesKeys,
                flushesOnControlWrites);
    }

    Habits withFills(int newSplitting, int newSpeculation, int newNeighbours) {
        return new Habits(
                name,
                preference,
                tlbCapacity,
                structureCapacity,
                newSplitting,
                newSpeculation,
                newNeighbours,
                forgetting,
                emptying,
                keepsGlobalsOnly,
                losesKeys,
                flushesOnControlWrites);
    }

    Habits withEvictions(int newForgetting, int newEmptying) {
        return new Habits(
                name,
                preference,
                tlbCapacity,
                structureCapacity,
                splitting,
                speculation,
                neighbours,
                newForgetting,
                newEmptying,
                keepsGlobalsOnly,
                losesKeys,
                flushesOnControlWrites);
    }

    Habits keepingGlobalsOnly() {
        return new Habits(
                name,
                preference,
                tlbCapacity,
                structureCapacity,
                splitting,
                speculation,
                neighbours,
                forgetting,
                emptying,
                true,
                losesKeys,
                flushesOnControlWrites);
    }

    Habits flushingOnControlWrites() {
        return new Habits(
                name,
                preference,
                tlbCapacity,
                structureCapacity,
                splitting,
                speculation,
                neighbours,
                forgetting,
                emptying,
                keepsGlobalsOnly,
                losesKeys,
                true);
    }

    Habits losingKeys() {
        return new Habits(
                name,
                preference,
                tlbCapacity,
                structureCapacity,
                splitting,
                speculation,
                neighbours,
                forgetting,
                emptying,
                keepsGlobalsOnly,
                true,
                flushesOnControlWrites);
    }
}
