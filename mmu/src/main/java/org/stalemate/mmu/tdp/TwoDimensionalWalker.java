package org.stalemate.mmu.tdp;

import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
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
        PagingShape shape = state.shape();
        for (int level = 1; level <= shape.highestRemembered(); level++) {
            long table = hardware.table(state.pcid(), linear, place(shape, level));
            if (table != 0) {
                remembered = true;
                return walkFrom(state, hardware, linear, kind, level, table);
            }
        }
        return walkFromRoot(state, hardware, linear, kind);
    }

    private static int place(PagingShape shape, int level) {
        return shape.fourByteEntries() ? HostStructureCache.TABLE_OF_32_BIT : level;
    }

    long walkFromRoot(ProcessorState state, HostProcessor hardware, long linear, int kind) {
        remembered = false;
        PagingShape shape = state.shape();
        long root = shape.startsFromPdptes() ? rootOfPdpte(state, linear, kind) : shape.rootFrame();
        if (root < 0) {
            return root;
        }
        long table = Translation.of(nested.walk(root), AccessRights.ALL, 0);
        return walkFrom(state, hardware, linear, kind, shape.topLevel(), table);
    }

    /** {@return the guest frame that a PDPTE register names; or of a page fault -1 minus the error code} */
    private long rootOfPdpte(ProcessorState state, long linear, int kind) {
        long pdpte = state.shape().pdpteOf(linear);
        if ((pdpte & EntryBits.PRESENT) == 0) {
            return -1L - codes.notPresent(platform, state, kind);
        }
        return format.isReservedPdpte(platform, pdpte)
                ? -1L - codes.reserved(platform, state, kind)
                : EntryBits.frame(pdpte);
    }

    /** {@return the translation, never negative; or of a page fault -1 minus the error code} */
    private long walkFrom(ProcessorState state, HostProcessor hardware, long linear, int kind, int top, long topTable) {
        PagingShape shape = state.shape();
        boolean small = shape.fourByteEntries();
        int frame = Translation.target(topTable);
        int rights = Translation.rights(topTable);
        for (int level = top; ; level--) {
            int index = small ? EntryBits.indexOf4Bytes(linear, level) : EntryBits.index(linear, level);
            long entry = small ? memory.readHalf(frame, index) : memory.read(frame, index);
            if ((entry & EntryBits.PRESENT) == 0) {
                return -1L - codes.notPresent(platform, state, kind);
            }
            if (format.isReserved(platform, shape, level, entry)) {
                return -1L - codes.reserved(platform, state, kind);
            }
            rights = AccessRights.narrow(rights, entry);
            if (format.mapsPage(shape, level, entry)) {
                return leaf(state, linear, kind, level, frame, index, entry, rights);
            }
            mark(small, frame, index, entry, EntryBits.ACCESSED);
            frame = nested.walk(EntryBits.frame(entry));
            hardware.cacheTable(state.pcid(), linear, place(shape, level - 1), Translation.of(frame, rights, 0));
        }
    }

    private long leaf(
            ProcessorState state, long linear, int kind, int level, int frame, int index, long entry, int rights) {
        PagingShape shape = state.shape();
        int key = shape.hasKeys() ? EntryBits.key(entry) : 0;
        boolean byKey = ProtectionKeys.denies(state.denied(kind), rights, key);
        if (byKey || (state.permitted(kind) >>> rights & 1) == 0) {
            return -1L - codes.forbidden(platform, state, kind, byKey);
        }
        long flags = EntryBits.ACCESSED | (kind == AccessKind.WRITE ? EntryBits.DIRTY : 0);
        boolean small = shape.fourByteEntries();
        mark(small, frame, index, entry, flags);
        int target = nested.walk(format.frame(platform, shape, level, entry, linear));
        boolean global = state.globalPages() && (entry & EntryBits.GLOBAL) != 0;
        return Translation.of(target, rights, small && level == 2 ? Translation.SIZE_4M : level - 1)
                | Translation.withKey(key)
                | (((entry | flags) & EntryBits.DIRTY) != 0 ? Translation.WRITE_THROUGH : 0)
                | (global ? Translation.GLOBAL : 0);
    }

    private void mark(boolean small, int frame, int index, long entry, long flags) {
        if ((entry & flags) == flags) {
            return;
        }
        if (small) {
            memory.writeHalf(frame, index, entry | flags);
        } else {
            memory.write(frame, index, entry | flags);
        }
    }
}
