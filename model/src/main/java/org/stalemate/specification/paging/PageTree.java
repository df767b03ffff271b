package org.stalemate.specification.paging;

import java.util.Arrays;

/**
 * The linear pages of a scenario under one paging format, as a tree of the prefixes that their walks share. A node stands for one
 * entry of a paging structure on the way to some page: what can be cached from it is keyed by its level and prefix.
 *
 * <p>Nodes are numbered so that parents precede children. The nodes of level 1, the pages themselves, come last and have the
 * numbers that {@link LinearPages} gives them, whatever the format; pages that the format does not reach belong to no node.
 */
public final class PageTree {
    /** The parent of the nodes whose entry lies in the root table. */
    public static final int ROOT = -1;

    /** The words of a frame are told apart by this many low bits of their number where that is enough. */
    private static final int WORD_BITS = 4;

    private final PagingFormat format;
    private final int firstNode;
    private final int firstPage;
    private final int nodes;
    private final int[] level;
    private final long[] prefix;
    private final int[] parent;
    private final int[] index;
    private final int[] offset;
    private final int[] firstChild;
    private final int[] endOfChildren;
    private final int[] firstBelow;
    private final int[] endBelow;
    private final long[] withAncestors;
    private final long[] inWord = new long[1 << WORD_BITS];
    private int rootChildren;

    /**
     * @param sortedPages the pages, ascending
     * @param firstPage the number of the first page's node; no format has more nodes above
     */
    PageTree(PagingFormat format, long[] sortedPages, int firstPage) {
        this.format = format;
        this.firstPage = firstPage;
        nodes = firstPage + sortedPages.length;
        level = new int[nodes];
        prefix = new long[nodes];
        parent = new int[nodes];
        index = new int[nodes];
        offset = new int[nodes];
        firstChild = new int[nodes];
        endOfChildren = new int[nodes];
        firstBelow = new int[nodes];
        endBelow = new int[nodes];
        withAncestors = new long[nodes];
        firstNode = number(sortedPages);
        rootChildren = firstNode;
        link();
    }

    /** Numbers the nodes from the pages upward; {@return the number of the first} */
    private int number(long[] pages) {
        for (int i = 0; i < pages.length; i++) {
            boolean reached = format.reaches(pages[i]);
            level[firstPage + i] = reached ? 1 : 0;
            prefix[firstPage + i] = pages[i] >>> 12;
        }
        int first = firstPage;
        for (int at = 2; at <= format.rootLevel(); at++) {
            for (int i = pages.length - 1; i >= 0; i--) {
                long own = pages[i] >>> format.shift(at);
                boolean isNew = first == firstPage || level[first] != at || prefix[first] != own;
                if (isNew && level[firstPage + i] == 1) {
                    first--;
                    level[first] = at;
                    prefix[first] = own;
                }
            }
        }
        return first;
    }

    private void link() {
        Arrays.fill(parent, ROOT);
        for (int node = nodes - 1; node >= firstNode; node--) {
            if (level[node] == 0) {
                continue;
            }
            index[node] = format.index(prefix[node] << format.shift(level[node]), level[node]);
            offset[node] = format.offset(index[node]);
            boolean page = node >= firstPage;
            firstBelow[node] = page ? node : firstBelow[firstChild[node]];
            endBelow[node] = page ? node + 1 : endBelow[endOfChildren[node] - 1];
            if (level[node] == format.rootLevel()) {
                rootChildren = Math.max(rootChildren, node + 1);
                continue;
            }
            int above = above(node);
            parent[node] = above;
            endOfChildren[above] = Math.max(endOfChildren[above], node + 1);
            firstChild[above] = node;
        }
        for (int node = firstNode; node < nodes; node++) {
            long own = 1L << (node - firstNode);
            withAncestors[node] = parent[node] == ROOT ? own : own | withAncestors[parent[node]];
            noteWord(node, own);
        }
    }

    /** Tables begin where frames do, all but page-directory-pointer tables of PAE paging. */
    private void noteWord(int node, long bit) {
        if (format == PagingFormat.PAE && level[node] == 3) {
            for (int word = 0; word < inWord.length; word++) {
                inWord[word] |= bit;
            }
        } else if (level[node] != 0) {
            inWord[(offset[node] >>> 1) & (inWord.length - 1)] |= bit;
        }
    }

    private int above(int node) {
        int bits = format.shift(2) - format.shift(1);
        int at = firstNode;
        while (level[at] != level[node] + 1 || prefix[at] != prefix[node] >>> bits) {
            at++;
        }
        return at;
    }

    public PagingFormat format() {
        return format;
    }

    /** {@return the number of the first node} */
    public int firstNode() {
        return firstNode;
    }

    /** {@return the number of the first node that is a page} */
    public int firstPage() {
        return firstPage;
    }

    /** {@return the number after the last node} */
    public int endOfNodes() {
        return nodes;
    }

    /** {@return whether a node is a page that this format cannot translate} */
    public boolean isUnreached(int node) {
        return level[node] == 0;
    }

    /** {@return the level of the entry that the node stands for, 1 for a PTE} */
    public int level(int node) {
        return level[node];
    }

    /** {@return the linear address of the first byte that the node's entry is on the way to} */
    public long firstAddress(int node) {
        return prefix[node] << format.shift(level[node]);
    }

    /** {@return the node whose entry references the table of this one, or {@link #ROOT}} */
    public int parent(int node) {
        return parent[node];
    }

    /** {@return the index of the node's entry in its table} */
    public int index(int node) {
        return index[node];
    }

    /** {@return how many locations the node's entry lies behind its table, see {@link PagingFormat}} */
    public int offset(int node) {
        return offset[node];
    }

    /** {@return the first of the nodes whose entries lie in the table that a node's entry references; they are consecutive} */
    public int firstChild(int node) {
        return node == ROOT ? firstNode : firstChild[node];
    }

    /** {@return the number after the last of those nodes} */
    public int endOfChildren(int node) {
        return node == ROOT ? rootChildren : endOfChildren[node];
    }

    /** {@return whether sets of nodes fit the bits of a long} */
    public boolean fitsBits() {
        return nodes - firstNode <= Long.SIZE;
    }

    /** {@return the node and those above it, as bits counted from {@link #firstNode}; of no use unless they fit} */
    public long withAncestors(int node) {
        return withAncestors[node];
    }

    /**
     * {@return the nodes, as bits counted from {@link #firstNode}, among which are all whose entries can lie in a word of a frame} Of no use
     * unless they fit.
     */
    public long perhapsIn(int word) {
        return inWord[word & (inWord.length - 1)];
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
        return level[node] != 0 && address >>> format.shift(level[node]) == prefix[node];
    }
}
