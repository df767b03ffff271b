package org.stalemate.mmu.guest;

/**
 * The hypervisor's walk of guest tables: always from the root, always of memory as it is. It sets accessed flags at every
 * level, and the dirty flag for a write, once the access is known to be allowed; a walk that faults sets none.
 */
public final class GuestWalker {
    private static final int TOP = 5;

    private final GuestMemory memory;
    private final EntryFormat format;
    private final FaultCode codes;
    private final int[] frames = new int[TOP + 1];
    private final long[] entries = new long[TOP + 1];
    private final int[] rightsAbove = new int[TOP + 1];
    private int leafLevel;
    private int rights;
    private long leaf;
    private long target;
    private int key;
    private boolean fourByteEntries;

    /** A walker; the result of a walk is read from it. */
    public GuestWalker(GuestMemory memory, EntryFormat format, FaultCode codes) {
        this.memory = memory;
        this.format = format;
        this.codes = codes;
    }

    /**
     * Walks for an access.
     *
     * @param state whose rights decide
     * @param shape how paging structures are reached and read, with paging on
     * @return 0, or -1 minus the error code of a page fault
     */
    public long walk(GuestPlatform platform, ProcessorState state, PagingShape shape, long linear, int kind) {
        long root = shape.startsFromPdptes() ? rootOfPdpte(platform, state, shape, linear, kind) : shape.rootFrame();
        if (root < 0) {
            return root;
        }
        fourByteEntries = shape.fourByteEntries();
        int frame = memory.hostFrame(root);
        rights = AccessRights.ALL;
        for (int level = shape.topLevel(); ; level--) {
            frames[level] = frame;
            rightsAbove[level] = rights;
            long entry = read(level, linear);
            entries[level] = entry;
            if ((entry & EntryBits.PRESENT) == 0) {
                return -1L - codes.notPresent(platform, state, kind);
            }
            if (format.isReserved(platform, shape, level, entry)) {
                return -1L - codes.reserved(platform, state, kind);
            }
            rights = AccessRights.narrow(rights, entry);
            if (format.mapsPage(shape, level, entry)) {
                leafLevel = level;
                target = format.frame(platform, shape, level, entry, linear);
                key = shape.hasKeys() ? EntryBits.key(entry) : 0;
                break;
            }
            frame = memory.hostFrame(EntryBits.frame(entry));
        }
        boolean byKey = ProtectionKeys.denies(state.denied(kind), rights, key);
        if (byKey || (state.permitted(kind) >>> rights & 1) == 0) {
            return -1L - codes.forbidden(platform, state, kind, byKey);
        }
        mark(linear, shape.topLevel(), kind);
        return 0;
    }

    /** {@return the guest frame that a PDPTE register names; or of a page fault -1 minus the error code} */
    private long rootOfPdpte(GuestPlatform platform, ProcessorState state, PagingShape shape, long linear, int kind) {
        long pdpte = shape.pdpteOf(linear);
        if ((pdpte & EntryBits.PRESENT) == 0) {
            return -1L - codes.notPresent(platform, state, kind);
        }
        return format.isReservedPdpte(platform, pdpte)
                ? -1L - codes.reserved(platform, state, kind)
                : EntryBits.frame(pdpte);
    }

    private long read(int level, long linear) {
        return fourByteEntries
                ? memory.readHalf(frames[level], EntryBits.indexOf4Bytes(linear, level))
                : memory.read(frames[level], EntryBits.index(linear, level));
    }

    private void mark(long linear, int topLevel, int kind) {
        for (int level = topLevel; level >= leafLevel; level--) {
            boolean dirties = level == leafLevel && kind == AccessKind.WRITE;
            long flags = EntryBits.ACCESSED | (dirties ? EntryBits.DIRTY : 0);
            if ((entries[level] & flags) != flags) {
                write(level, linear, read(level, linear) | flags);
            }
        }
        leaf = read(leafLevel, linear);
    }

    private void write(int level, long linear, long entry) {
        if (fourByteEntries) {
            memory.writeHalf(frames[level], EntryBits.indexOf4Bytes(linear, level), entry);
        } else {
            memory.write(frames[level], EntryBits.index(linear, level), entry);
        }
    }

    /** {@return the level of the entry that maps the page: 1, 2 or 3} */
    public int leafLevel() {
        return leafLevel;
    }

    /** {@return whether the tables that the walk passed have entries of 4 bytes} */
    public boolean fourByteEntries() {
        return fourByteEntries;
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

    /** {@return the protection key of the page, 0 where there are none} */
    public int key() {
        return key;
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
