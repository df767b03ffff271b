package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Sighting.Tag;
import org.stalemate.specification.caching.CachedItem;
import org.stalemate.specification.caching.Ghosts;
import org.stalemate.specification.caching.Killer;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.vocabulary.Outcome;

/**
 * What an access would give if something were still cached that must not be used: what rules removed, or what belongs to
 * another PCID or another logical processor.
 */
final class GhostOutcomes {
    private final PhysicalMemory memory;
    private final AccessEvaluation evaluation;
    private final LoadedWord word;

    private long[] keys = new long[16];
    private int[] cells = new int[16];
    private int[] indices = new int[16];
    private int[] nodes = new int[16];
    private int count;

    GhostOutcomes(PhysicalMemory memory, AccessEvaluation evaluation, LoadedWord word) {
        this.memory = memory;
        this.word = word;
        this.evaluation = evaluation;
    }

    /**
     * {@return the rules, as bits of {@link org.stalemate.specification.caching.RemovingRules}, that the access checks} It checks
     * a rule if a ghost whose only killer is that rule would give an outcome that is not permitted.
     */
    long checkedRules(LogicalProcessor processor, Candidates permitted) {
        collect(processor, processor.currentSlot(), true);
        Ghosts ghosts = processor.cache().ghosts();
        long checked = 0;
        for (int i = 0; i < count; i++) {
            if (permitted.find(keys[i]) < 0) {
                checked |= ghosts.set(ghosts.killers(cells[i], indices[i]));
            }
        }
        return checked;
    }

    /** {@return the ghost that explains an outcome best: fewest killing rules, then newest; null where none does} */
    @Nullable
    Sighting bestFor(LogicalProcessor processor, Outcome observed) {
        int best = best(processor, observed);
        return best < 0 ? null : sighting(processor, best, Tag.CURRENT);
    }

    private int best(LogicalProcessor processor, Outcome observed) {
        collect(processor, processor.currentSlot(), false);
        Ghosts ghosts = processor.cache().ghosts();
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (gives(keys[i], observed) && (best < 0 || explainsBetter(ghosts, i, best))) {
                best = i;
            }
        }
        return best;
    }

    /** Whether the outcome with a key can look like an observed one, which may leave out its frame. */
    private boolean gives(long key, Outcome observed) {
        long rest = Candidates.rest(key);
        return switch (observed) {
            case Outcome.Loaded(long value, long frame) ->
                Candidates.kind(key) == Candidates.LOADED
                        && (frame == Outcome.UNKNOWN_FRAME || frame == rest)
                        && word.at(rest, evaluation.address()).mayRead(value);
            case Outcome.Exchanged(long value, long frame) ->
                Candidates.kind(key) == Candidates.EXCHANGED
                        && (frame == Outcome.UNKNOWN_FRAME || frame == rest)
                        && word.at(rest, evaluation.address()).mayRead(value);
            case Outcome.Stored(long frame) ->
                Candidates.kind(key) == Candidates.STORED && (frame == Outcome.UNKNOWN_FRAME || frame == rest);
            case Outcome.PageFault(int code, long address) ->
                Candidates.kind(key) == Candidates.PAGE_FAULT && code == rest && address == evaluation.address();
            case Outcome.SplitLoaded _,
                    Outcome.SplitStored _,
                    Outcome.Done _,
                    Outcome.RegisterValue _,
                    Outcome.GeneralProtection _,
                    Outcome.UndefinedOpcode _ -> false;
        };
    }

    /** Caches the ghost again that explains an outcome best; {@return whether there is one} */
    boolean revive(LogicalProcessor processor, Outcome observed, int step) {
        int best = best(processor, observed);
        if (best >= 0) {
            long item = processor.cache().ghosts().item(cells[best], indices[best]);
            processor.cache().add(cells[best], item, UncertainFlags.NONE, step);
            processor.cache().noteIncomplete(processor.currentSlot());
        }
        return best >= 0;
    }

    /** {@return the newest translation that is cached lawfully and gives an outcome, or null} */
    @Nullable
    Sighting newestCached(LogicalProcessor processor, long key) {
        TranslationCache cache = processor.cache();
        int bestCell = -1;
        int best = -1;
        if (evaluation.node() >= 0) {
            for (int slot : new int[] {processor.currentSlot(), TranslationCache.GLOBAL}) {
                int cell = cache.cell(slot, evaluation.node());
                for (int i = 0; i < cache.count(cell); i++) {
                    boolean gives = keyOfTranslation(cache.item(cell, i)) == key;
                    if (gives && (best < 0 || cache.made(cell, i) > cache.made(bestCell, best))) {
                        bestCell = cell;
                        best = i;
                    }
                }
            }
        }
        return best < 0
                ? null
                : describe(
                        processor,
                        bestCell,
                        evaluation.node(),
                        cache.item(bestCell, best),
                        cache.made(bestCell, best),
                        List.of(),
                        Tag.CURRENT);
    }

    /**
     * {@return the newest paging-structure entry that is cached lawfully and from which a walk gives an outcome, if entries of one
     * level only do; else null}
     */
    @Nullable
    Sighting cachedStructure(LogicalProcessor processor, long key) {
        TranslationCache cache = processor.cache();
        PageTree tree = cache.tree();
        int giving = -1;
        int newest = -1;
        for (int at = evaluation.node(); at >= 0 && tree.parent(at) != PageTree.ROOT; at = tree.parent(at)) {
            int parent = tree.parent(at);
            int cell = cache.cell(processor.currentSlot(), parent);
            for (int i = 0; i < cache.count(cell); i++) {
                long item = cache.item(cell, i);
                if (keyOfNextEntry(CachedItem.nextTable(item), CachedItem.rights(item), tree, at) != key) {
                    continue;
                }
                if (giving >= 0 && giving != parent) {
                    return null;
                }
                boolean newer = giving < 0 || cache.made(cell, i) > cache.made(cell, newest);
                giving = parent;
                newest = newer ? i : newest;
            }
        }
        if (giving < 0) {
            return null;
        }
        int cell = cache.cell(processor.currentSlot(), giving);
        long item = cache.item(cell, newest);
        return describe(processor, cell, giving, item, cache.made(cell, newest), List.of(), Tag.CURRENT);
    }

    private boolean explainsBetter(Ghosts ghosts, int one, int other) {
        int rules = Long.bitCount(ghosts.set(ghosts.killers(cells[one], indices[one])));
        int otherRules = Long.bitCount(ghosts.set(ghosts.killers(cells[other], indices[other])));
        boolean newer = ghosts.made(cells[one], indices[one]) > ghosts.made(cells[other], indices[other]);
        return rules < otherRules || (rules == otherRules && newer);
    }

    private Sighting sighting(LogicalProcessor processor, int i, Tag tag) {
        Ghosts ghosts = processor.cache().ghosts();
        return describe(
                processor,
                cells[i],
                nodes[i],
                ghosts.item(cells[i], indices[i]),
                ghosts.made(cells[i], indices[i]),
                ghosts.list(ghosts.killers(cells[i], indices[i])),
                tag);
    }

    /** {@return what is cached under another PCID, or by another processor, and would give an outcome} */
    List<Sighting> foreign(LogicalProcessor processor, LogicalProcessor[] all, Outcome observed) {
        List<Sighting> found = new ArrayList<>();
        for (LogicalProcessor other : all) {
            TranslationCache cache = other.cache();
            for (int slot = 0; slot < cache.slots(); slot++) {
                boolean own =
                        other == processor && (slot == TranslationCache.GLOBAL || slot == processor.currentSlot());
                int cell = cache.cell(slot, evaluation.node());
                for (int i = 0; i < cache.count(cell) && !own; i++) {
                    if (gives(keyOfTranslation(cache.item(cell, i)), observed)) {
                        Tag tag = other == processor ? Tag.OTHER_PCID : Tag.OTHER_PROCESSOR;
                        found.add(describe(
                                other,
                                cell,
                                evaluation.node(),
                                cache.item(cell, i),
                                cache.made(cell, i),
                                List.of(),
                                tag));
                    }
                }
            }
        }
        return found;
    }

    private Sighting describe(
            LogicalProcessor of, int cell, int node, long item, int made, List<Killer> killers, Tag tag) {
        PageTree tree = of.cache().tree();
        boolean isTranslation = node >= tree.firstPage();
        int slot = of.cache().slotOfCell(cell);
        int rights = CachedItem.rights(item);
        return new Sighting(
                evaluation.address() & -0x1000L,
                slot == TranslationCache.GLOBAL ? Sighting.GLOBAL : of.cache().pcidOf(slot),
                isTranslation ? PageSize.level(CachedItem.pageSize(item)) : tree.level(node),
                isTranslation ? CachedItem.pageSize(item) : PageSize.SIZE_4K,
                isTranslation,
                isTranslation
                        ? CachedItem.frame(item)
                        : memory.frame(CachedItem.nextTable(item) / PagingFormat.LOCATIONS),
                (rights & AccessRights.WRITABLE) != 0,
                (rights & AccessRights.USER) != 0,
                (rights & AccessRights.EXECUTABLE) != 0,
                made,
                killers,
                tag);
    }

    /** @param ofOneRule whether only those ghosts count that a single rule killed */
    private void collect(LogicalProcessor processor, int slot, boolean ofOneRule) {
        count = 0;
        int node = evaluation.node();
        TranslationCache cache = processor.cache();
        if (node < 0 || !cache.keepsGhosts()) {
            return;
        }
        collectTranslations(cache.ghosts(), cache.cell(slot, node), node, ofOneRule);
        collectTranslations(cache.ghosts(), cache.cell(TranslationCache.GLOBAL, node), node, ofOneRule);
        PageTree tree = cache.tree();
        Ghosts ghosts = cache.ghosts();
        for (int at = node; tree.parent(at) != PageTree.ROOT; at = tree.parent(at)) {
            int parent = tree.parent(at);
            int cell = cache.cell(slot, parent);
            for (int i = 0; i < ghosts.count(cell); i++) {
                if (ofOneRule && !isOfOneRule(ghosts, cell, i)) {
                    continue;
                }
                long item = ghosts.item(cell, i);
                long key = keyOfNextEntry(CachedItem.nextTable(item), CachedItem.rights(item), tree, at);
                if (key >= 0) {
                    put(key, cell, i, parent);
                }
            }
        }
    }

    private void collectTranslations(Ghosts ghosts, int cell, int node, boolean ofOneRule) {
        for (int i = 0; i < ghosts.count(cell); i++) {
            if (ofOneRule && !isOfOneRule(ghosts, cell, i)) {
                continue;
            }
            long key = keyOfTranslation(ghosts.item(cell, i));
            if (key >= 0) {
                put(key, cell, i, node);
            }
        }
    }

    private static boolean isOfOneRule(Ghosts ghosts, int cell, int i) {
        long set = ghosts.set(ghosts.killers(cell, i));
        return (set & (set - 1)) == 0;
    }

    /** What the access gives through a translation; -1 where a write would have to walk again to set D. */
    private long keyOfTranslation(long item) {
        long access = evaluation.access();
        boolean byKey = CachedItem.keyDenies(item, access);
        if (byKey || !AccessRights.allow(CachedItem.rights(item), access, Decisions.ARCHITECTURAL)) {
            return key(Candidates.PAGE_FAULT, PageFaultCode.rights(access, byKey, Decisions.ARCHITECTURAL));
        }
        boolean write = (access & AccessRights.WRITE) != 0;
        if (write && !CachedItem.isDirty(item)) {
            return -1;
        }
        return evaluation.completed(CachedItem.frame(item));
    }

    /** What reading the next entry gives; -1 where a translation or a further structure entry comes of it, which is a ghost itself. */
    private long keyOfNextEntry(int table, int granted, PageTree tree, int node) {
        long access = evaluation.access();
        Regime regime = evaluation.roots().regime();
        int level = tree.level(node);
        long entry = regime.read(memory, table + tree.offset(node));
        if ((entry & PagingEntry.PRESENT) == 0) {
            return key(Candidates.PAGE_FAULT, PageFaultCode.notPresent(access, Decisions.ARCHITECTURAL));
        }
        if (regime.violates(entry, level)) {
            return key(Candidates.PAGE_FAULT, PageFaultCode.reserved(access, Decisions.ARCHITECTURAL));
        }
        if ((access & AccessRights.WRITE) == 0 || !regime.mapsPage(entry, level)) {
            return -1;
        }
        int rights = regime.narrowed(granted, entry, level);
        boolean allowed = AccessRights.allow(rights, access, Decisions.ARCHITECTURAL)
                && !AccessRights.keyDenies(rights, regime.key(entry, rights), access);
        return allowed ? evaluation.completed(regime.frameOfPiece(entry, level, evaluation.address())) : -1;
    }

    private void put(long key, int cell, int index, int node) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            cells = Arrays.copyOf(cells, 2 * count);
            indices = Arrays.copyOf(indices, 2 * count);
            nodes = Arrays.copyOf(nodes, 2 * count);
        }
        keys[count] = key;
        cells[count] = cell;
        indices[count] = index;
        nodes[count++] = node;
    }
}
