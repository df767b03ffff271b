package org.stalemate.mmu.shadow;

import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.GuestWalker;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostCounters.Event;
import org.stalemate.mmu.host.HostProcessor;
import org.stalemate.mmu.host.HostSettings;
import org.stalemate.mmu.host.Translation;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.invalidation.RootReach;
import org.stalemate.mmu.invalidation.Scope;
import org.stalemate.mmu.role.PageRole;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.vocabulary.Platform;

/**
 * Shadow paging. The hardware walks shadow tables under the guest's PCID as tag and with the guest's CPL, AC, SMEP and SMAP, but with
 * CR0.WP=1; whatever it cannot translate exits to the hypervisor, which walks the guest's tables afresh and either delivers a page fault or
 * fills in shadow entries. So every fault is one that memory warrants, and what is stale is a leaf table that has not been
 * synchronised or an entry that the hardware has kept. No hardware entry is global.
 */
public final class ShadowPaging implements Engine {
    private final GuestMemory memory;
    private final HostProcessor[] hardware;
    private final FlushRequests[] requests;
    private final HostCounters counters;
    private final FlushPolicy policy;
    private final HostSettings settings;
    private final GuestWalker walker;
    private final ShadowPages pages;
    private final WriteTracking tracking;
    private final ShadowTrees trees;
    private final ShadowFiller filler;
    private final GuestContext[] contexts = new GuestContext[Platform.MAX_LOGICAL_PROCESSORS];
    private final RootCache[] roots = new RootCache[Platform.MAX_LOGICAL_PROCESSORS];
    private GuestPlatform platform;

    /** Assembles the engine; {@link #reset} makes it usable. */
    public ShadowPaging(Host host, GuestPlatform platform, int previousRoots) {
        memory = host.memory();
        hardware = host.processors().toArray(HostProcessor[]::new);
        requests = host.requests().toArray(FlushRequests[]::new);
        counters = host.counters();
        policy = host.policy();
        settings = host.settings();
        walker = new GuestWalker(memory, host.format(), host.codes());
        pages = new ShadowPages(counters, host.comparison().pageBits());
        tracking = new WriteTracking(pages, requests, policy);
        trees = new ShadowTrees(memory, counters, pages, tracking, policy);
        filler = new ShadowFiller(memory, pages, trees, tracking);
        this.platform = platform;
        for (int i = 0; i < roots.length; i++) {
            contexts[i] = new GuestContext(host.format(), host.comparison());
            roots[i] = new RootCache(trees, previousRoots);
        }
    }

    @Override
    public void reset(GuestPlatform newPlatform, ProcessorState[] processors) {
        platform = newPlatform;
        forgetAll();
        for (int i = 0; i < newPlatform.platform().logicalProcessors(); i++) {
            contexts[i].rebuild(processors[i]);
        }
    }

    private void forgetAll() {
        tracking.reset();
        pages.reset();
        trees.reset();
        for (RootCache cache : roots) {
            cache.reset();
        }
    }

    @Override
    public void enter(ProcessorState state) {
        int number = state.number();
        roots[number].catchUp();
        if (requests[number].pending()) {
            requests[number].service(hardware[number]);
        }
    }

    @Override
    public long translate(ProcessorState state, long linear, int kind) {
        GuestContext context = contexts[state.number()];
        HostProcessor own = hardware[state.number()];
        long page = HostProcessor.page(linear);
        int permitted = context.paging() ? state.permitted(kind) : 0xFF;
        int denied = context.paging() ? state.deniedToCached(kind) : 0;
        long required = 0;
        if (kind == AccessKind.WRITE && settings.protectsWrites(state)) {
            permitted = AccessRights.protectingWrites(permitted);
            required = Translation.WRITE_THROUGH;
        }
        long cached = own.translation(context.pcid(), page, permitted, denied, required);
        if (cached != 0) {
            return Translation.target(cached);
        }
        int tree = tree(state.number());
        long found = walkShadow(own, context, tree, linear, permitted, denied, required);
        if (found == 0) {
            long result = exit(state, context, tree, linear, kind);
            if (result < 0 || (result & Engine.EMULATE) != 0) {
                return result;
            }
            enter(state);
            int level = trees.rootLevel(tree);
            found = walkFrom(own, context, linear, permitted, denied, required, level, trees.root(tree));
            if (found == 0) {
                counters.count(Event.EMULATED_FOR_PROGRESS);
                return result | Engine.EMULATE;
            }
        }
        own.cache(context.pcid(), page, found);
        return Translation.target(found);
    }

    /** The hardware's walk, from a remembered table if there is one and it serves, else from the root; 0 if it fails. */
    private long walkShadow(
            HostProcessor own, GuestContext context, int tree, long linear, int permitted, int denied, long required) {
        for (int level = 1; level <= context.highestRemembered(); level++) {
            long table = own.table(context.pcid(), linear, context.rememberedAs(level));
            if (table != 0) {
                int page = Translation.target(table);
                long found = walkFrom(own, context, linear, permitted, denied, required, level, page);
                if (found != 0) {
                    return found;
                }
                own.forgetTables(context.pcid(), linear);
                break;
            }
        }
        int level = trees.rootLevel(tree);
        return walkFrom(own, context, linear, permitted, denied, required, level, trees.root(tree));
    }

    private long walkFrom(
            HostProcessor own,
            GuestContext context,
            long linear,
            int permitted,
            int denied,
            long required,
            int top,
            int topPage) {
        int page = topPage;
        for (int level = top; level > 1; level--) {
            long entry = pages.entry(page, EntryBits.index(linear, level));
            if (!Translation.isLink(entry)) {
                return serves(entry, permitted, denied, required) ? entry : 0;
            }
            page = Translation.target(entry);
            if (level <= context.highestRemembered() + 1 && !pages.isDirect(page)) {
                own.cacheTable(context.pcid(), linear, context.rememberedAs(level - 1), entry);
            }
        }
        long leaf = pages.entry(page, EntryBits.index(linear, 1));
        return serves(leaf, permitted, denied, required) ? leaf : 0;
    }

    private static boolean serves(long leaf, int permitted, int denied, long required) {
        return (leaf & (Translation.LINK | Translation.VALID)) == Translation.VALID
                && (permitted >>> (leaf & Translation.RIGHTS) & 1) != 0
                && !ProtectionKeys.denies(denied, Translation.rights(leaf), Translation.key(leaf))
                && (leaf & required) == required;
    }

    private long exit(ProcessorState state, GuestContext context, int tree, long linear, int kind) {
        counters.count(Event.EXIT);
        if (!context.paging()) {
            return filler.fillIdentity(tree, linear, kind);
        }
        long result = walker.walk(platform, state, context.shape(), linear, kind);
        if (result < 0) {
            faulted(state, context.pcid(), linear);
            return result;
        }
        return filler.fill(tree, walker, state, context.shape(), linear, kind);
    }

    @Override
    public void deliverPageFault(ProcessorState state, long linear) {
        faulted(state, state.pcid(), linear);
    }

    private void faulted(ProcessorState state, int pcid, long linear) {
        dropPage(state, policy.rootsReachedByPageFault(), pcid, linear);
        hardware[state.number()].pageFault(pcid, linear);
    }

    /** The tree in use, with room for what one access may add. */
    private int tree(int number) {
        if (pages.isNearlyFull() || tracking.isNearlyFull() || trees.isFull()) {
            counters.count(Event.ALL_SHADOW_PAGES_ZAPPED);
            forgetAll();
            for (int i = 0; i < platform.platform().logicalProcessors(); i++) {
                hardware[i].flushAll();
            }
        }
        RootCache own = roots[number];
        if (own.current() == ShadowTrees.NONE) {
            own.use(load(contexts[number]));
        }
        return own.current();
    }

    private int load(GuestContext context) {
        int tree = trees.load(context.key());
        if (tree == ShadowTrees.NONE) {
            tree = trees.add(context.key());
            trees.setRoot(tree, context.hostRootLevel(), root(tree, context));
        }
        matchPdptes(tree, context);
        return tree;
    }

    /** Only in 4-level and 5-level paging a guest table stands behind the root. */
    private int root(int tree, GuestContext context) {
        int level = context.hostRootLevel();
        if (context.shape().topLevel() == level) {
            int role = PageRole.ofTable(level, AccessRights.ALL);
            return trees.table(tree, role, memory.hostFrame(context.shape().rootFrame()));
        }
        return trees.piece(tree, PageRole.ofPiece(level, AccessRights.ALL, 0, 0, true, false), 0);
    }

    private void matchPdptes(int tree, GuestContext context) {
        if (context.shape().startsFromPdptes()) {
            trees.matchPdptes(tree, context.shape());
        }
    }

    @Override
    public boolean isTracked(int frame) {
        return tracking.isTracked(frame);
    }

    @Override
    public void emulateStore(int frame, int word, long value) {
        memory.write(frame, word, value);
        trees.zapWord(frame, word);
    }

    @Override
    public void storeThroughWindow(int frame, int word, long value) {
        if (tracking.isTracked(frame)) {
            counters.count(Event.EXIT);
            if (!trees.letGo(frame)) {
                emulateStore(frame, word, value);
                return;
            }
        }
        memory.write(frame, word, value);
    }

    @Override
    public void movedToCr3(ProcessorState state, long oldCr3, int oldPcid, boolean noFlush) {
        boolean flushes = policy.movToCr3Flushes(state.pcids(), noFlush);
        if (policy.ignoresMovToCr3(oldCr3, state.cr3(), flushes)) {
            return;
        }
        rebuild(state);
        if (flushes) {
            roots[state.number()].markStale(policy.rootsStaleAfterMovToCr3(state.pcids()), state.pcid());
            if (policy.movToCr3FlushesHardware(oldPcid, state.pcid())) {
                requests[state.number()].post(Scope.ONE_PCID, state.pcid());
            }
        }
    }

    @Override
    public void movedToCr0(ProcessorState state, long oldCr0) {
        if (policy.movToCr0RebuildsContext(oldCr0, state.cr0())) {
            rebuild(state);
        }
        flush(state, policy.cr0Scope(platform, oldCr0, state.cr0()), state.pcid());
    }

    @Override
    public void movedToCr4(ProcessorState state, long oldCr4, int oldPcid) {
        rebuild(state);
        flush(state, policy.cr4Scope(platform, oldCr4, state.cr4()), oldPcid);
    }

    @Override
    public void wroteEfer(ProcessorState state) {
        rebuild(state);
        flush(state, policy.eferScope(), state.pcid());
    }

    @Override
    public void initialised(ProcessorState state, int oldPcid) {
        restart(state, policy.initScope(), oldPcid);
    }

    @Override
    public void wasReset(ProcessorState state, int oldPcid) {
        restart(state, policy.resetScope(), oldPcid);
    }

    private void restart(ProcessorState state, Scope scope, int oldPcid) {
        if (policy.restartRebuildsContext()) {
            rebuild(state);
        }
        flush(state, scope, oldPcid);
    }

    /** Invalidations look for pages in kept trees only, so the hardware must not go on walking one that is not. */
    private void rebuild(ProcessorState state) {
        GuestContext context = contexts[state.number()];
        long left = context.key();
        context.rebuild(state);
        if (TreeKey.isTooWide(left, context.key())) {
            requests[state.number()].post(policy.scopeOfTooWideEntries(), 0);
        }
        RootCache own = roots[state.number()];
        int evicted = own.switchTo(context.key());
        if (own.current() != ShadowTrees.NONE) {
            matchPdptes(own.current(), context);
        }
        if (evicted != ShadowTrees.NONE) {
            hardware[state.number()].forgetTables(TreeKey.pcid(trees.key(evicted)));
        }
    }

    private void flush(ProcessorState state, Scope scope, int pcid) {
        roots[state.number()].markStale(policy.rootsOf(scope), pcid);
        requests[state.number()].post(scope, pcid);
    }

    @Override
    public void wroteMtrr(ProcessorState state) {
        flush(state, policy.mtrrScope(), state.pcid());
    }

    @Override
    public void leftSystemManagement(ProcessorState state) {
        flush(state, policy.systemManagementScope(), state.pcid());
    }

    @Override
    public void invLpg(ProcessorState state, long linear) {
        boolean mapped = dropPage(state, policy.rootsReachedByInvLpg(), state.pcid(), linear);
        if (policy.invLpgFlushesHardware(mapped)) {
            hardware[state.number()].invLpg(state.pcid(), linear);
        }
    }

    /** The hardware may remember tables that are no longer linked and in which the page is therefore not found. */
    private boolean dropPage(ProcessorState state, RootReach reach, int pcid, long linear) {
        boolean mapped = roots[state.number()].dropPage(reach, pcid, linear);
        hardware[state.number()].forgetTablesOfAllTags(linear);
        return mapped;
    }

    @Override
    public void invPcid(ProcessorState state, int type, int pcid, long linear) {
        RootReach reach = policy.rootsStaleAfterInvPcid(type);
        if (type == 0) {
            dropPage(state, reach, pcid, linear);
            hardware[state.number()].invPcid(platform.isAmd(), type, pcid, linear);
        } else {
            roots[state.number()].markStale(reach, pcid);
            requests[state.number()].post(policy.invPcidScope(type), pcid);
        }
    }
}
