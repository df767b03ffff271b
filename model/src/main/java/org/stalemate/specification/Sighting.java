package org.stalemate.specification;

import java.util.List;
import org.stalemate.specification.caching.Killer;

/**
 * A translation or a paging-structure entry that would have given an outcome and must not be there.
 *
 * @param linearAddress first byte of the linear page that was accessed
 * @param pcid the PCID it belongs to, or {@link #GLOBAL}
 * @param level the level of the paging-structure entry that it was made from, 5 (PML5E) to 1 (PTE)
 * @param pageSize for a TLB entry the size of the page, as in {@link org.stalemate.specification.paging.PageSize}
 * @param isTranslation whether it is a TLB entry rather than an entry of a paging-structure cache
 * @param frame physical frame number of the page, or of the next table
 * @param writable whether every entry behind it had R/W=1
 * @param user whether every entry behind it had U/S=1
 * @param executable whether every entry behind it had XD=0
 * @param madeAt the number of the step at which it could be made, from 0
 * @param killers the rules, with steps, each of which had to remove it; the last first. Empty where it belongs to another tag
 * @param tag why it must not be used though nothing removed it
 */
public record Sighting(
        long linearAddress,
        int pcid,
        int level,
        int pageSize,
        boolean isTranslation,
        long frame,
        boolean writable,
        boolean user,
        boolean executable,
        int madeAt,
        List<Killer> killers,
        Tag tag) {
    /** The PCID of global TLB entries. */
    public static final int GLOBAL = -1;

    /** Whose it is. */
    public enum Tag {
        /** The tag of the access: it was removed. */
        CURRENT,
        /** Another PCID of this logical processor (C-PCID-TAG). */
        OTHER_PCID,
        /** Another logical processor (MP-TAG-LOCAL). */
        OTHER_PROCESSOR
    }
}
