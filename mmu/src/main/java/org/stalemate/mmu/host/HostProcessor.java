package org.stalemate.mmu.host;

import org.stalemate.mmu.host.HostCounters.Event;

/** One logical processor of the host: its caches and the ways to empty them. */
public final class HostProcessor {
    private final int number;
    private final HostTlb tlb;
    private final HostStructureCache tables;
    private final NativeInvalidation invalidation;
    private final HostCounters counters;

    /** Assembles a processor. */
    public HostProcessor(
            int number,
            HostTlb tlb,
            HostStructureCache tables,
            NativeInvalidation invalidation,
            HostCounters counters) {
        this.number = number;
        this.tlb = tlb;
        this.tables = tables;
        this.invalidation = invalidation;
        this.counters = counters;
    }

    /** Power-up: empty caches. */
    public void reset() {
        tlb.reset(number);
        tables.reset(number);
    }

    /**
     * {@return the oldest usable translation of a page, or 0}
     *
     * @param permitted bit {@code r} says whether the rights {@code r} will do
     * @param denied the protection keys that forbid the access
     * @param required flags that the translation must have
     */
    public long translation(int tag, long page, int permitted, int denied, long required) {
        return tlb.find(tag, page, permitted, denied, required);
    }

    /** {@return the last translation that {@link #translation} met and that forbade the access, or 0} */
    public long refused() {
        return tlb.refused();
    }

    /** Caches a translation. */
    public void cache(int tag, long page, long translation) {
        tlb.add(tag, page, translation);
    }

    /** {@return the oldest pointer remembered to a table of a level, or 0} For levels see {@link HostStructureCache}. */
    public long table(int tag, long linear, int level) {
        return tables.find(tag, linear, level);
    }

    /** Remembers a pointer to a table of a level. */
    public void cacheTable(int tag, long linear, int level, long pointer) {
        tables.add(tag, linear, level, pointer);
    }

    /** Drops everything of every tag. */
    public void flushAll() {
        counters.count(Event.FLUSH_ALL);
        tlb.dropAll();
        tables.dropAll();
    }

    /** Drops everything of every tag but global translations. */
    public void flushAllButGlobals() {
        counters.count(Event.FLUSH_ALL_BUT_GLOBALS);
        tlb.dropAllButGlobals();
        tables.dropAll();
    }

    /** Drops what is not global of one tag. */
    public void flushTag(int tag) {
        counters.count(Event.FLUSH_TAG);
        tlb.dropTag(tag);
        tables.dropTag(tag);
    }

    /** Drops the tables that a walk for an address would use under a tag. */
    public void forgetTables(int tag, long linear) {
        tables.dropPath(tag, linear);
    }

    /** Drops the tables that a walk for an address would use under any tag. */
    public void forgetTablesOfAllTags(long linear) {
        tables.dropPathOfAllTags(linear);
    }

    /** Drops all tables remembered under a tag. */
    public void forgetTables(int tag) {
        tables.dropTag(tag);
    }

    /** Executes INVLPG. */
    public void invLpg(int tag, long linear) {
        counters.count(Event.FLUSH_PAGE);
        tlb.dropPage(tag, page(linear), invalidation.invLpgDropsGlobals());
        dropTables(tag, linear, invalidation.tablesDroppedByInvLpg());
    }

    /** Executes INVPCID of a legal type. */
    public void invPcid(boolean amd, int type, int pcid, long linear) {
        switch (type) {
            case 0 -> {
                counters.count(Event.FLUSH_PAGE);
                tlb.dropPage(pcid, page(linear), false);
                dropTables(pcid, linear, invalidation.tablesDroppedByInvPcid(amd));
            }
            case 1 -> flushTag(pcid);
            default -> {
                if (invalidation.invPcidDropsGlobals(type)) {
                    flushAll();
                } else {
                    flushAllButGlobals();
                }
            }
        }
    }

    /** Executes what MOV to CR3 does to the caches. */
    public void movToCr3(boolean pcids, int newPcid, boolean noFlush) {
        if (invalidation.movToCr3Drops(pcids, noFlush)) {
            flushTag(newPcid);
        }
    }

    /** Delivers a page fault. */
    public void pageFault(int tag, long linear) {
        counters.count(Event.FLUSH_PAGE);
        tlb.dropPage(tag, page(linear), invalidation.pageFaultDropsGlobals());
        tables.dropPath(tag, linear);
    }

    private void dropTables(int tag, long linear, NativeInvalidation.Tables which) {
        switch (which) {
            case ON_PATH -> tables.dropPath(tag, linear);
            case OF_TAG -> tables.dropTag(tag);
        }
    }

    /** {@return the page number of an address: bits 56:12} Under 4-level paging bits 56:47 are equal. */
    public static long page(long linear) {
        return linear >>> 12 & 0x1FFF_FFFF_FFFFL;
    }
}
