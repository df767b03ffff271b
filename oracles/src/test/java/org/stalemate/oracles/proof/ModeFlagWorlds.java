package org.stalemate.oracles.proof;

import static org.stalemate.oracles.proof.ModeWorlds.*;
import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.List;

/** Worlds of the other paging modes in which accessed and dirty flags start clear. */
final class ModeFlagWorlds {
    private ModeFlagWorlds() {}

    /** Accessed and dirty flags of 4-byte entries, two to a word. */
    static World flags32() {
        long clean = P | W | U;
        return World.of(
                "flags of 32-bit paging",
                tables(clean)
                        .halves(0x11, 1, entry(OLD, clean), entry(THIRD, clean))
                        .legacyProcessor(CR3, PSE | PGE, 0)
                        .start(),
                List.of(X, X + 0x1000),
                load(X),
                store(X, 0x10),
                load(X + 0x1000),
                exchange(X + 0x1000, 0x20),
                read(0x11, 1),
                read(ROOT, 0),
                writeHalf(0x11, 2, entry(NEW, clean)),
                writeHalf(0x11, 3, entry(NEW, clean | A)),
                write(0x11, 1, entry(OLD, clean) | entry(OLD, P) << 32),
                writeHalf(ROOT, 0, entry(OTHER_PT, clean)),
                writeHalf(ROOT, 0, entry(LARGE, clean | PS)),
                writeHalf(ROOT, 0, entry(0x11, clean)),
                invlpg(X),
                cr3(CR3));
    }

    /** A page that maps its own table under 32-bit paging, so that accesses and exchanges reach two entries at a time. */
    static World selfMap32() {
        long clean = P | W | U;
        return World.of(
                "self-map of 32-bit paging",
                tables(clean)
                        .halves(0x11, 1, entry(0x11, clean), entry(THIRD, clean))
                        .legacyProcessor(CR3, 0, 0)
                        .start(),
                List.of(X, X + 0x1000),
                load(X + 8),
                exchange(X + 8, entry(0x11, clean) | entry(NEW, clean) << 32),
                exchange(X + 8, entry(OLD, clean) | entry(0x11, clean) << 32),
                store(X + 8, entry(0x11, clean | A) | entry(OLD, P) << 32),
                load(X + 0x1000),
                store(X + 0x1008, entry(0x11, clean)),
                read(0x11, 1),
                writeHalf(0x11, 3, entry(NEW, clean)),
                invlpg(X),
                invlpg(X + 0x1000),
                cr3(CR3));
    }

    /** Accessed and dirty flags under PAE paging, where PDPTEs have none. */
    static World flagsPae() {
        long clean = P | W | U;
        return World.of(
                "flags of PAE paging",
                tables(clean).legacyProcessor(CR3, PAE | PGE, NXE).start(),
                List.of(X),
                load(X),
                exchange(X, 0x10),
                read(ROOT, 4),
                read(0x12, 0),
                read(0x13, 2),
                read(OTHER_PD, 0),
                write(0x13, 2, entry(NEW, clean)),
                write(0x13, 2, entry(OLD, P)),
                writeHalf(0x13, 4, entry(THIRD, clean)),
                write(0x12, 0, entry(OTHER_PT, clean)),
                write(ROOT, 4, entry(OTHER_PD, P)),
                write(ROOT, 4, entry(0x12, P)),
                invlpg(X),
                cr4(PAE | PGE | 1),
                cr3(CR3));
    }
}
