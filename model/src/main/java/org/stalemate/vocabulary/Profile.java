package org.stalemate.vocabulary;

/**
 * The reading of the manuals that a scenario is judged by.
 *
 * @param vendor whose manual decides
 * @param strict whether the flushes listed only by the cache-control chapters (SDM 11.9, APM 5.5.3) are demanded too
 */
public record Profile(Vendor vendor, boolean strict) {
    public static final Profile INTEL = new Profile(Vendor.INTEL, false);
    public static final Profile AMD = new Profile(Vendor.AMD, false);
    public static final Profile UNION = new Profile(Vendor.UNION, false);
}
