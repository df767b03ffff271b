package org.stalemate.oracles.proof;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.List;
import org.stalemate.oracles.reference.TinyWorld;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Step;

/** Worlds of accesses that cross from one page into the next (PG-PF-SPLIT). */
final class SplitWorlds {
    /** The last page that one page table translates; the next page has another table. */
    static final long LAST = 0x1F_F000;

    static final long NEXT = 0x20_0000;
    static final long CROSSING = NEXT - 4;

    private static final long LAST_32 = 0x3F_F000;
    private static final long NEXT_32 = 0x40_0000;
    private static final long CROSSING_32 = NEXT_32 - 4;

    private static final long CLEAN = P | W | U;

    private SplitWorlds() {}

    static Step splitLoad(long address) {
        return step(new Operation.SplitLoad(address));
    }

    static Step splitStore(long address, long value) {
        return step(new Operation.SplitStore(address, value));
    }

    private static TinyWorld tables(long flags) {
        return new TinyWorld()
                .word(0x10, 0, entry(0x11, flags))
                .word(0x11, 0, entry(0x12, flags))
                .word(0x12, 0, entry(0x13, flags))
                .word(0x12, 1, entry(0x14, flags))
                .word(0x13, 511, entry(0x200, flags))
                .word(0x14, 0, entry(0x201, flags))
                .word(0x15, 0, entry(0x202, flags))
                .word(0x15, 511, entry(0x202, flags));
    }

    /** Two pages below different page tables, one of which may turn into a large page, be taken away, or lose rights. */
    static World apart(Profile profile) {
        return World.of(
                "two pages apart " + profile.vendor(),
                tables(ALL).profile(profile).processor(0x10 << 12 | 5).start(),
                List.of(LAST, NEXT),
                splitLoad(CROSSING),
                splitStore(CROSSING, 0x10),
                load(LAST),
                load(NEXT),
                store(NEXT, 0x18),
                write(0x13, 511, entry(0x202, ALL)),
                write(0x13, 511, entry(0x200, P | A | D | G)),
                write(0x13, 511, 0),
                write(0x14, 0, entry(0x202, ALL)),
                write(0x14, 0, entry(0x201, P | U | A | D | G)),
                write(0x14, 0, 0),
                write(0x12, 1, entry(0x15, ALL)),
                write(0x12, 1, entry(0x400, P | A | D | PS)),
                write(0x12, 0, entry(0x15, ALL)),
                invlpg(LAST),
                invlpg(NEXT),
                invpcid(0, 5, NEXT),
                enter(ExecutionState.USER_64),
                enter(ExecutionState.SUPERVISOR_64),
                cr3(0x10 << 12 | 5));
    }

    /** Two pages of one large page or of one table, so that one entry translates both halves. */
    static World together() {
        long first = 0x1000;
        long second = 0x2000;
        long crossing = second - 4;
        return World.of(
                "two pages together",
                tables(ALL)
                        .word(0x12, 0, entry(0x400, ALL | PS))
                        .word(0x13, 1, entry(0x200, ALL))
                        .word(0x13, 2, entry(0x201, ALL))
                        .processor(0x10 << 12 | 5)
                        .start(),
                List.of(first, second),
                splitLoad(crossing),
                splitStore(crossing, 0x10),
                load(first),
                load(second),
                write(0x12, 0, entry(0x13, ALL)),
                write(0x12, 0, entry(0x600, P | W | A | D | PS | G)),
                write(0x12, 0, entry(0x400, P | U | A | D | PS)),
                write(0x12, 0, 0),
                write(0x13, 1, entry(0x202, ALL)),
                write(0x13, 2, entry(0x202, P | A | D | G)),
                write(0x13, 2, 0),
                invlpg(first),
                invlpg(second),
                cr3(0x10 << 12 | 5));
    }

    /** Accessed and dirty flags of both paths start clear and are read back. */
    static World flags() {
        return World.of(
                "flags of two pages",
                tables(CLEAN).processor(0x10 << 12 | 5).start(),
                List.of(LAST, NEXT),
                splitLoad(CROSSING),
                splitStore(CROSSING, 0x10),
                load(NEXT),
                read(0x13, 511),
                read(0x14, 0),
                read(0x12, 1),
                write(0x13, 511, entry(0x202, CLEAN)),
                write(0x14, 0, entry(0x202, CLEAN)),
                write(0x14, 0, entry(0x201, P)),
                write(0x12, 1, entry(0x15, CLEAN)),
                invlpg(LAST),
                invlpg(NEXT),
                cr3(0x10 << 12 | 5));
    }

    /** Each half reaches a table: the low one the last entry for the first page, the high one the entry for the second. */
    static World selfMap() {
        return World.of(
                "across two tables",
                tables(CLEAN)
                        .word(0x13, 511, entry(0x13, CLEAN))
                        .word(0x14, 0, entry(0x14, CLEAN))
                        .processor(0x10 << 12 | 5)
                        .start(),
                List.of(LAST, NEXT),
                splitLoad(CROSSING),
                splitStore(CROSSING, entry(0x201, CLEAN) << 32),
                splitStore(CROSSING, entry(0x14, CLEAN) << 32),
                splitStore(CROSSING, entry(0x15, P) << 32 | 1L << 31),
                load(NEXT),
                load(LAST + 0xFF8),
                read(0x13, 511),
                read(0x14, 0),
                write(0x13, 511, entry(0x13, CLEAN)),
                write(0x14, 0, entry(0x14, CLEAN)),
                invlpg(LAST),
                invlpg(NEXT),
                cr3(0x10 << 12 | 5));
    }

    /** Entries of 4 bytes under 32-bit paging, where each half that reaches a table is a whole entry. */
    static World bits32() {
        return World.of(
                "across two tables of 32-bit paging",
                new TinyWorld()
                        .halves(0x10, 0, entry(0x11, CLEAN), entry(0x12, CLEAN))
                        .word(0x11, 511, entry(0x11, CLEAN) << 32)
                        .word(0x12, 0, entry(0x12, CLEAN))
                        .word(0x13, 0, entry(0x201, CLEAN))
                        .word(0x13, 511, entry(0x200, CLEAN) << 32)
                        .legacyProcessor(0x10 << 12, PSE | PGE, 0)
                        .start(),
                List.of(LAST_32, NEXT_32),
                splitLoad(CROSSING_32),
                splitStore(CROSSING_32, entry(0x11, CLEAN) | entry(0x201, CLEAN) << 32),
                splitStore(CROSSING_32, entry(0x202, CLEAN) | entry(0x12, CLEAN) << 32),
                splitStore(CROSSING_32, entry(0x11, P) | entry(0x12, P | A) << 32),
                load(NEXT_32),
                read(0x11, 511),
                read(0x12, 0),
                writeHalf(0x10, 1, entry(0x13, CLEAN)),
                writeHalf(0x10, 0, entry(0x13, CLEAN)),
                writeHalf(0x10, 1, entry(0x400, CLEAN | PS)),
                writeHalf(0x12, 0, 0),
                invlpg(LAST_32),
                invlpg(NEXT_32),
                cr3(0x10 << 12));
    }
}
