package org.stalemate.mmu.shadow;

import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestWalker;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.host.Translation;
import org.stalemate.mmu.role.PageRole;

/** Builds the path of shadow entries for one address. Large guest pages are cut into pieces of 4 KB. */
final class ShadowFiller {
    private final GuestMemory memory;
    private final ShadowPages pages;
    private final ShadowTrees trees;
    private final WriteTracking tracking;

    ShadowFiller(GuestMemory memory, ShadowPages pages, ShadowTrees trees, WriteTracking tracking) {
        this.memory = memory;
        this.pages = pages;
        this.trees = trees;
        this.tracking = tracking;
    }

    /**
     * Enters what a walk of the guest's tables found.
     *
     * @return the frame, with {@link Engine#EMULATE} for a store that must not reach it unnoticed or that no entry lets through; otherwise
     *     the hardware may try again
     */
    long fill(int tree, GuestWalker walk, ProcessorState state, PagingShape shape, long linear, int kind) {
        int page = trees.root(tree);
        for (int level = trees.rootLevel(tree); level > walk.leafLevel(); level--) {
            page = table(tree, page, level, walk, shape, linear);
        }
        int size = walk.fourByteEntries() && walk.leafLevel() == 2 ? Translation.SIZE_4M : walk.leafLevel() - 1;
        boolean dirty = (walk.leaf() & EntryBits.DIRTY) != 0;
        boolean global = (walk.leaf() & EntryBits.GLOBAL) != 0;
        for (int level = walk.leafLevel(); level > 1; level--) {
            int role = PageRole.ofPiece(level - 1, walk.rights(), walk.key(), size, dirty, global);
            page = piece(tree, page, level, role, walk.target(), linear);
        }
        long entry = Translation.of(memory.hostFrame(walk.target()), state.shadowed(kind, walk.rights()), size)
                | Translation.withKey(walk.key())
                | (global ? Translation.OF_GLOBAL_LEAF : 0);
        return leaf(page, linear, kind, entry, dirty, walk.leaf());
    }

    /** Enters an identity mapping, for a guest with paging off. */
    long fillIdentity(int tree, long linear, int kind) {
        int page = trees.root(tree);
        long target = linear >>> 12;
        for (int level = trees.rootLevel(tree); level > 1; level--) {
            int role = PageRole.ofPiece(level - 1, AccessRights.ALL, 0, 0, true, false);
            page = piece(tree, page, level, role, target, linear);
        }
        long entry = Translation.of(memory.hostFrame(target), AccessRights.ALL, 0);
        return leaf(page, linear, kind, entry, true, 0);
    }

    private int table(int tree, int page, int level, GuestWalker walk, PagingShape shape, long linear) {
        int frame = walk.tableFrame(level - 1);
        int rights = walk.rightsAbove(level - 1);
        int role = walk.fourByteEntries()
                ? PageRole.ofPart(level - 1, rights, linear)
                : PageRole.ofTable(level - 1, rights);
        int index = EntryBits.index(linear, level);
        long present = pages.entry(page, index);
        int child = Translation.target(present);
        if (Translation.isLink(present) && pages.standsFor(child, role, memory.guestFrame(frame))) {
            return child;
        }
        long source = level > shape.topLevel() && shape.startsFromPdptes() ? shape.pdpteOf(linear) : 0;
        return link(page, index, trees.table(tree, role, frame), source);
    }

    private int piece(int tree, int page, int level, int role, long target, long linear) {
        int index = EntryBits.index(linear, level);
        long present = pages.entry(page, index);
        int child = Translation.target(present);
        long base = target & -(1L << (9 * (level - 1)));
        if (Translation.isLink(present) && pages.standsFor(child, role, base)) {
            return child;
        }
        return link(page, index, trees.piece(tree, role, base), 0);
    }

    private int link(int page, int index, int child, long source) {
        pages.set(page, index, Translation.of(child, AccessRights.ALL, 0) | Translation.LINK, source);
        return child;
    }

    private long leaf(int page, long linear, int kind, long readOnly, boolean dirty, long source) {
        int target = Translation.target(readOnly);
        boolean write = kind == AccessKind.WRITE;
        boolean tracked = tracking.isTracked(target);
        if (tracked && write) {
            tracked = !trees.letGo(target);
        }
        int index = EntryBits.index(linear, 1);
        long entry = readOnly;
        if (dirty && !tracked) {
            entry |= Translation.WRITE_THROUGH;
            if (pages.entry(page, index) != entry) {
                tracking.noteWritable(target, ShadowPages.place(page, index));
            }
        }
        pages.set(page, index, entry, source);
        boolean writable = !tracked && (Translation.rights(entry) & AccessRights.WRITABLE) != 0;
        return write && !writable ? target | Engine.EMULATE : target;
    }
}
