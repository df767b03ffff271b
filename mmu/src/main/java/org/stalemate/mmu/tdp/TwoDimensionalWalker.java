package org.stalemate.mmu.tdp;

import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.host.HostProcessor;
import org.stalemate.mmu.host.HostStructureCache;
import org.stalemate.mmu.host.Translation;

/**
 * The hardware's walk of guest tables, each reached through the nested table. Remembers tables on its way, sets accessed
 * flags as it passes and the dirty flag when a write is allowed (PG-AD-A, PG-AD-D, PG-AD-ORDER).
 */
final class TwoDimensionalWalker {
    private final GuestMemory memory;
    private final NestedTable nested;
    private final EntryFormat format;
    private final FaultCode codes;
    private GuestPlatform platform;
    private boolean remembered;

    TwoDimensionalWalker(Host host, NestedTable nested, GuestPlatform platform) {
        memory = host.memory();
        this.nested = nested;
        format = host.format();
        codes = host.codes();
        this.platform = platform;
    }

    void reset(GuestPlatform newPlatform) {
        platform = newPlatform;
    }

    /** Whether the last walk began at a remembered table. */
    boolean beganAtRememberedTable() {
        return remembered;
    }

    /** Walks from the nearest remembered table, the oldest of them; the result is that of {@link #walkFrom}. */
    long walk(ProcessorState state, HostProcessor hardware, long linear, int kind) {
        for (int level = 1; level <= HostStructureCache.TOP; level++) {
            long table = hardware.table(state.pcid(), linear, level);
            if (table != 0) {
                remembered = true;
                return walkFrom(state, hardware, linear, kind, level, table);
            }
        }
        return walkFromRoot(state, hardware, linear, kind);
    }

    long walkFromRoot(ProcessorState state, HostProcessor hardware, long linear, int kind) {
        remembered = false;
        long root = Translation.of(nested.walk(state.rootFrame()), AccessRights.ALL, 0);
        return walkFrom(state, hardware, linear, kind, 4, root);
    }

    /** {@return the translation, never negative; or of a page fault -1 minus the error code} */
    private long walkFrom(ProcessorState state, HostProcessor hardware, long linear, int kind, int top, long topTable) {
        int frame = Translation.target(topTable);
        int rights = Translation.rights(topTable);
        for (int level = top; ; level--) {
            int word = EntryBits.index(linear, level);
            long entry = memory.read(frame, word);
            if ((entry & EntryBits.PRESENT) == 0) {
                return -1 - codes.notPresent(platform, state, kind);
            }
            if (format.isReserved(platform, state.executeDisable(), level, entry)) {
                return -1 - codes.reserved(platform, state, kind);
            }
            rights = AccessRights.narrow(rights, entry);
            if (format.mapsPage(level, entry)) {
                return leaf(state, linear, kind, level, frame, word, entry, rights);
            }
            mark(frame, word, entry, EntryBits.ACCESSED);
            frame = nested.walk(EntryBits.frame(entry));
            hardware.cacheTable(state.pcid(), linear, level - 1, Translation.of(frame, rights, 0));
        }
    }

    private long leaf(
            ProcessorState state, long linear, int kind, int level, int frame, int word, long entry, int rights) {
        if ((state.permitted(kind) >>> rights & 1) == 0) {
            return -1 - codes.forbidden(platform, state, kind);
        }
        long flags = EntryBits.ACCESSED | (kind == AccessKind.WRITE ? EntryBits.DIRTY : 0);
        mark(frame, word, entry, flags);
        int target = nested.walk(format.frame(level, entry, linear));
        boolean global = state.globalPages() && (entry & EntryBits.GLOBAL) != 0;
        return Translation.of(target, rights, level - 1)
                | (((entry | flags) & EntryBits.DIRTY) != 0 ? Translation.WRITE_THROUGH : 0)
                | (global ? Translation.GLOBAL : 0);
    }

    private void mark(int frame, int word, long entry, long flags) {
        if ((entry & flags) != flags) {
            memory.write(frame, word, entry | flags);
        }
    }
}
