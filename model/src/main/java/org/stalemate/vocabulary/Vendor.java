package org.stalemate.vocabulary;

/** Whose manual decides where the two differ (conventions, "Profiles"). */
public enum Vendor {
    /** Only what the Intel SDM documents. */
    INTEL,
    /** Only what the AMD APM documents. */
    AMD,
    /** Permits what either manual documents and demands only what both demand. */
    UNION
}
