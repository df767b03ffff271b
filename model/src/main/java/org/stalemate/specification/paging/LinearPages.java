package org.stalemate.specification.paging;

import java.util.Arrays;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * The linear 4 KB pages that a scenario accesses, as a tree of the prefixes that their walks share. A node stands for one
 * entry of a paging structure on the way to some page: what can be cached from it is keyed by its level and prefix.
 *
 * <p>Nodes are numbered so that parents precede children; the nodes of level 1, the pages themselves, come last.
 */
public final class LinearPages {
    /** The parent of the nodes whose entry lies in the root table. */
    public static final int ROOT = -1;

    private final long[] pages;
    private final int[] level;
    private final long[] prefix;
    private final int[] parent;
    private final int[] index;
    private final int[] firstChild;
    private final int[] endOfChildren;
    private final int rootChildren;
    private final int firstPage;
    private final int[] firstBelow;
    private final int[] endBelow;
    private final long[] withAncestors;

    private LinearPages(long[] sortedPages) {
        pages = sortedPages;
        int most = PagingEntry.ROOT_LEVEL * pages.length;
        int[] levels = new int[most];
        long[] prefixes = new long[most];
        int[] parents = new int[most];
        int nodes = 0;
        int first = 0;
        for (int at = PagingEntry.ROOT_LEVEL; at >= 1; at--) {
            int above = first;
            int aboveEnd = nodes;
            first = nodes;
            for (long page : pages) {
                long own = page >>> PagingEntry.shift(at);
                if (nodes > first && prefixes[nodes - 1] == own) {
                    continue;
                }
                levels[nodes] = at;
                prefixes[nodes] = own;
                parents[nodes] = ROOT;
                for (int i = above; i < aboveEnd; i++) {
                    if (prefixes[i] == own >>> 9) {
                        parents[nodes] = i;
                    }
                }
                nodes++;
            }
        }
        firstPage = first;
        level = Arrays.copyOf(levels, nodes);
        prefix = Arrays.copyOf(prefixes, nodes);
        parent = Arrays.copyOf(parents, nodes);
        index = new int[nodes];
        firstChild = new int[nodes];
        endOfChildren = new int[nodes];
        firstBelow = new int[nodes];
        endBelow = new int[nodes];
        int rootNodes = 0;
        for (int node = nodes - 1; node >= 0; node--) {
            index[node] = (int) (prefix[node] & 511);
            boolean page = level[node] == 1;
            firstBelow[node] = page ? node : firstBelow[firstChild[node]];
            endBelow[node] = page ? node + 1 : endBelow[endOfChildren[node] - 1];
            if (parent[node] == ROOT) {
                rootNodes++;
            } else {
                endOfChildren[parent[node]] = Math.max(endOfChildren[parent[node]], node + 1);
                firstChild[parent[node]] = node;
            }
        }
        rootChildren = rootNodes;
        withAncestors = new long[nodes];
        for (int node = 0; node < nodes; node++) {
            withAncestors[node] = 1L << node | (parent[node] == ROOT ? 0 : withAncestors[parent[node]]);
        }
    }

    /** {@return the pages of the operands of every access of a scenario, truncated forms included where it leaves 64-bit mode} */
    public static LinearPages of(Scenario scenario) {
        long[] found = new long[scenario.steps().size()];
        int count = 0;
        boolean truncates = scenario.start().processors().stream()
                .anyMatch(registers -> registers.state().codeSegment() != CodeSegment.BITS_64);
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation operation)) {
                if (operation instanceof Operation.Access access) {
                    found[count++] = access.address();
                } else if (operation instanceof Operation.SetExecutionState(var state)) {
                    truncates |= state.codeSegment() != CodeSegment.BITS_64;
                }
            } else {
                truncates |= !(step instanceof Step.InitAndBringUp);
            }
        }
        long[] addresses = Arrays.copyOf(found, truncates ? 2 * count : count);
        for (int i = count; i < addresses.length; i++) {
            addresses[i] = LinearAddress.truncated(found[i - count]);
        }
        return of(addresses);
    }

    /** {@return the pages that hold the given linear addresses; those that are not canonical are left out} */
    public static LinearPages of(long... addresses) {
        long[] distinct = new long[addresses.length];
        int count = 0;
        for (long address : addresses) {
            long page = address & -0x1000L;
            if (LinearAddress.isCanonical(address) && !contains(distinct, count, page)) {
                distinct[count++] = page;
            }
        }
        long[] pages = Arrays.copyOf(distinct, count);
        Arrays.sort(pages);
        return new LinearPages(pages);
    }

    /** Scenarios touch a handful of pages many times, so a look at each beats sorting all operands. */
    private static boolean contains(long[] pages, int count, long page) {
        for (int i = 0; i < count; i++) {
            if (pages[i] == page) {
                return true;
            }
        }
        return false;
    }

    /** {@return how many pages there are} */
    public int size() {
        return pages.length;
    }

    /** {@return the address of the first byte of a page} */
    public long address(int page) {
        return pages[page];
    }

    /** {@return how many nodes there are, pages included} */
    public int nodes() {
        return level.length;
    }

    /** {@return the number of the first node that is a page} */
    public int firstPage() {
        return firstPage;
    }

    /** {@return the node of the page that holds a linear address, or -1} */
    public int pageNode(long address) {
        long page = address & -0x1000L;
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] == page) {
                return firstPage + i;
            }
        }
        return -1;
    }

    /** {@return the linear address of the page that a page node stands for} */
    public long addressOfNode(int pageNode) {
        return pages[pageNode - firstPage];
    }

    /** {@return the level, 4 (PML4E) to 1 (PTE), of the entry that the node stands for} */
    public int level(int node) {
        return level[node];
    }

    /** {@return the node whose entry references the table of this one, or {@link #ROOT}} */
    public int parent(int node) {
        return parent[node];
    }

    /** {@return the word index of the node's entry in its table} */
    public int index(int node) {
        return index[node];
    }

    /** {@return the first of the nodes whose entries lie in the table that a node's entry references; they are consecutive} */
    public int firstChild(int node) {
        return node == ROOT ? 0 : firstChild[node];
    }

    /** {@return the number after the last of those nodes} */
    public int endOfChildren(int node) {
        return node == ROOT ? rootChildren : endOfChildren[node];
    }

    /**
     * {@return the node and those above it, as a set of bits}
     *
     * @param node less than 64
     */
    public long withAncestors(int node) {
        return withAncestors[node];
    }

    /** {@return the first of the page nodes below a node, which are consecutive} */
    public int firstPageBelow(int node) {
        return firstBelow[node];
    }

    /** {@return the number after the last of the page nodes below a node} */
    public int endOfPagesBelow(int node) {
        return endBelow[node];
    }

    /** {@return whether the node lies on the way to a linear address} */
    public boolean leadsTo(int node, long address) {
        return address >>> PagingEntry.shift(level[node]) == prefix[node];
    }
}
