package org.stalemate.mmu.guest;

/**
 * The hypervisor's walk of guest tables: always from the root, always of memory as it is. It sets accessed flags at every
 * level, and the dirty flag for a write, once the access is known to be allowed; a walk that faults sets none.
 */
public final class GuestWalker {
    private static final int ROOT_LEVEL = 4;

    private final GuestMemory memory;
    private final EntryFormat format;
    private final FaultCode codes;
    private final int[] frames = new int[ROOT_LEVEL + 1];
    private final int[] rightsAbove = new int[ROOT_LEVEL + 1];
    private int leafLevel;
    private int rights;
    private long leaf;
    private long target;

    /** A walker; the result of a walk is read from it. */
    public GuestWalker(GuestMemory memory, EntryFormat format, FaultCode codes) {
        this.memory = memory;
        this.format = format;
        this.codes = codes;
    }

    /**
     * Walks for an access.
     *
     * @param rootFrame guest frame of the root table
     * @param executeDisable whether XD exists in entries
     * @return 0, or -1 minus the error code of a page fault
     */
    public long walk(
            GuestPlatform platform,
            ProcessorState state,
            long rootFrame,
            boolean executeDisable,
            long linear,
            int kind) {
        int frame = memory.hostFrame(rootFrame);
        rights = AccessRights.ALL;
        for (int level = ROOT_LEVEL; ; level--) {
            frames[level] = frame;
            rightsAbove[level] = rights;
            long entry = memory.read(frame, EntryBits.index(linear, level));
            if ((entry & EntryBits.PRESENT) == 0) {
                return -1L - codes.notPresent(platform, state, kind);
            }
            if (format.isReserved(platform, executeDisable, level, entry)) {
                return -1L - codes.reserved(platform, state, kind);
            }
            rights = AccessRights.narrow(rights, entry);
            if (format.mapsPage(level, entry)) {
                leafLevel = level;
                target = format.frame(level, entry, linear);
                break;
            }
            frame = memory.hostFrame(EntryBits.frame(entry));
        }
        if ((state.permitted(kind) >>> rights & 1) == 0) {
            return -1L - codes.forbidden(platform, state, kind);
        }
        mark(linear, kind);
        return 0;
    }

    private void mark(long linear, int kind) {
        for (int level = ROOT_LEVEL; level >= leafLevel; level--) {
            boolean dirties = level == leafLevel && kind == AccessKind.WRITE;
            long flags = EntryBits.ACCESSED | (dirties ? EntryBits.DIRTY : 0);
            int word = EntryBits.index(linear, level);
            long entry = memory.read(frames[level], word);
            if ((entry & flags) != flags) {
                memory.write(frames[level], word, entry | flags);
            }
        }
        leaf = memory.read(frames[leafLevel], EntryBits.index(linear, leafLevel));
    }

    /** {@return the level of the entry that maps the page: 1, 2 or 3} */
    public int leafLevel() {
        return leafLevel;
    }

    /** {@return the host frame of the table of a level that the walk passed} */
    public int tableFrame(int level) {
        return frames[level];
    }

    /** {@return the rights accumulated above the table of a level} */
    public int rightsAbove(int level) {
        return rightsAbove[level];
    }

    /** {@return the rights of the whole walk} */
    public int rights() {
        return rights;
    }

    /** {@return the entry that maps the page, with its flags set} */
    public long leaf() {
        return leaf;
    }

    /** {@return the guest frame of the 4 KB piece that the address selects} */
    public long target() {
        return target;
    }
}
