package org.stalemate.faults;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * How many steps the catalogue says that a fault takes. Where the MMU's structure makes more necessary than the catalogue found for KVM,
 * the number is the corrected one, and the reason stands beside it.
 */
final class CatalogueLengths {
    private static final Map<String, Integer> STEPS = Map.ofEntries(
            entry("TLB-04", 5),
            entry("TLB-05a", 3),
            entry("TLB-05b", 4),
            entry("TLB-10a", 6),
            entry("TLB-10b", 4),
            entry("TLB-10d", 6),
            entry("TLB-12a", 4),
            entry("INVLPG-ROOTS-a", 6),
            entry("INVLPG-ROOTS-b", 6),
            entry("XSA286", 4),
            entry("ERR-INVLPG-G", 4),
            entry("XSA294", 3),
            entry("ACRN-CR", 4),
            entry("ACRN-CR-PCIDE", 4),
            entry("ACRN-CR-PAE", 4),
            entry("ACRN-CR-PSE", 4),
            entry("ACRN-CR-SMEP", 4),
            entry("ACRN-CR-PG", 4),
            entry("ROLE-01", 2),
            entry("ROLE-02i", 4),
            entry("ROLE-03i", 3),
            entry("ROLE-04i", 4),
            entry("ROLE-04i-PSE", 4),
            entry("ROLE-07", 3),
            entry("RO-EXT-VALID", 1),
            // 2 in KVM, which configures the walker when it makes a processor; here its first use does.
            entry("RO-EXT-PG", 3),
            entry("RO-EXT-PAE", 5),
            entry("RO-EXT-PSE", 4),
            // 2 in KVM, and so the next; see RO-EXT-PG.
            entry("RO-EXT-SMEP", 3),
            entry("RO-EXT-SMAP", 3),
            entry("RO-EXT-PKE", 3),
            entry("RO-PAGE-LEVEL", 2),
            entry("RO-PAGE-4BYTE", 5),
            // 2 in KVM; here the access that fills an entry is right, as it walks the guest tables. So for the next
            // two.
            entry("RO-PAGE-QUAD", 3),
            entry("RO-PAGE-DIRECT", 3),
            entry("RO-PAGE-DIRECT-PG", 3),
            entry("RO-PAGE-ACCESS", 3),
            // 3 in KVM; without the flush the old translation could be lawful (L-NXE).
            entry("RO-PAGE-NX", 4),
            entry("RO-PAGE-SMEPNWP", 4),
            entry("RO-PAGE-SMAPNWP", 4),
            entry("RO-UNSYNC-LEVEL", 4),
            entry("RO-PKE-SHADOW", 3),
            entry("RO-LAST-NONLEAF", 1),
            entry("RO-GBPAGES", 1),
            entry("DIRTY-NOWP", 4),
            entry("INIT-01a", 3),
            entry("INIT-01b", 6),
            entry("INIT-09a", 5),
            entry("INIT-09b", 2),
            entry("INIT-10", 2),
            entry("PFEC-PREFETCH", 2),
            entry("WPSMEP-NX0", 4),
            entry("CR3HIGH", 2),
            entry("MAXPHY", 2),
            entry("XSA176", 2),
            entry("XSA173", 2),
            entry("HAXM-PDPTE-a", 3),
            entry("HAXM-PDPTE-b", 2),
            entry("PKRU-TLB", 3),
            entry("INVPCID-PG0", 2),
            entry("XSA279", 1),
            // 3 with nesting, which changes the bit in one step; without it paging has to be off in between.
            entry("RO-EXT-LA57", 5),
            // 4 with nesting; here a restart does it in one step.
            entry("RO-EXT-LMA", 3),
            entry("INIT-13", 2),
            entry("INIT-15", 2),
            entry("INIT-17", 2),
            entry("INIT-20", 2),
            entry("INIT-CR3", 2),
            entry("CR3BIT63", 2),
            entry("XSA408", 4),
            entry("RO-PAGE-WP", 4),
            entry("RO-GFNTRACK", 7),
            entry("RMAPWP", 7),
            entry("XSA241", 5));

    private CatalogueLengths() {}

    static Set<String> aliases() {
        return STEPS.keySet();
    }

    static int of(String alias) {
        return STEPS.getOrDefault(alias, 0);
    }
}
