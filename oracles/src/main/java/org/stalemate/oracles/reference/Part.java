package org.stalemate.oracles.reference;

/** What an attempt translates: a whole access, or one half of an access that crosses a page (PG-PF-SPLIT). */
enum Part {
    WHOLE,
    /** The last 4 bytes of the first page. */
    LOW,
    /** The first 4 bytes of the second page. */
    HIGH;

    /** {@return the 4 bytes of an 8-byte value that a half of the access carries} */
    int of(long value) {
        return (int) (this == HIGH ? value >>> 32 : value);
    }
}
