package org.stalemate.specification.paging;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * The linear 4 KB pages that a scenario accesses. Each has a node number that is the same under every paging format; above it, the
 * {@link PageTree} of a format numbers the entries on the way to it, downward from the first page.
 */
public final class LinearPages {
    /** EFER bit 10: long mode is active. */
    private static final long EFER_LMA = 1L << 10;

    private final long[] pages;
    private final int firstPage;
    private final @Nullable PageTree[] trees = new PageTree[PagingFormat.values().length];

    private LinearPages(long[] sortedPages) {
        pages = sortedPages;
        int most = 0;
        for (int level = 2; level <= PagingFormat.LEVEL_5.rootLevel(); level++) {
            most += prefixes(PagingFormat.LEVEL_5.shift(level));
        }
        firstPage = most;
    }

    /** No format has more nodes above the pages than this sum over the levels of 5-level paging, whose prefixes are the finest. */
    private int prefixes(int shift) {
        int distinct = 0;
        for (int i = 0; i < pages.length; i++) {
            distinct += i == 0 || pages[i] >>> shift != pages[i - 1] >>> shift ? 1 : 0;
        }
        return distinct;
    }

    /** {@return the nodes on the way to the pages under a format} */
    @SuppressWarnings("EnumOrdinal") // a dense index into an array that exists in this process alone
    public PageTree tree(PagingFormat format) {
        PageTree tree = trees[format.ordinal()];
        if (tree == null) {
            tree = new PageTree(format, pages, firstPage);
            trees[format.ordinal()] = tree;
        }
        return tree;
    }

    /** {@return the pages of the operands of every access of a scenario, truncated forms included where it leaves 64-bit mode} */
    public static LinearPages of(Scenario scenario) {
        Distinct found = new Distinct();
        boolean truncates = false;
        for (Registers registers : scenario.start().processors()) {
            truncates |= startsOutside64BitMode(registers);
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation operation)) {
                if (operation instanceof Operation.Access access) {
                    found.add(access.address());
                } else if (operation instanceof Operation.SplitAccess split) {
                    found.add(split.address());
                    found.add(split.address() + 4);
                } else if (operation instanceof Operation.Emulated(Operation.Access access)) {
                    found.add(access.address());
                } else if (operation instanceof Operation.SetExecutionState(var state)) {
                    truncates |= state.codeSegment() != CodeSegment.BITS_64;
                }
            } else {
                truncates |= !(step instanceof Step.InitAndBringUp || step instanceof Step.Smi);
            }
        }
        if (truncates) {
            for (int i = found.count - 1; i >= 0; i--) {
                found.add(LinearAddress.truncated(found.pages[i]));
            }
        }
        return found.canonical();
    }

    private static boolean startsOutside64BitMode(Registers registers) {
        return registers.state().codeSegment() != CodeSegment.BITS_64 || (registers.efer() & EFER_LMA) == 0;
    }

    /** {@return the pages that hold the given linear addresses; those that are canonical under no width are left out} */
    public static LinearPages of(long... addresses) {
        Distinct found = new Distinct();
        for (long address : addresses) {
            found.add(address);
        }
        return found.canonical();
    }

    /** The pages found so far. Scenarios touch a handful of pages many times, so a look at each beats sorting all operands. */
    private static final class Distinct {
        private long[] pages = new long[16];
        private int count;

        void add(long address) {
            long page = address & -0x1000L;
            for (int i = 0; i < count; i++) {
                if (pages[i] == page) {
                    return;
                }
            }
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, 2 * count);
            }
            pages[count++] = page;
        }

        LinearPages canonical() {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (LinearAddress.isCanonical(pages[i], true)) {
                    pages[kept++] = pages[i];
                }
            }
            long[] sorted = Arrays.copyOf(pages, kept);
            Arrays.sort(sorted);
            return new LinearPages(sorted);
        }
    }

    /** {@return how many pages there are} */
    public int size() {
        return pages.length;
    }

    /** {@return the address of the first byte of a page} */
    public long address(int page) {
        return pages[page];
    }

    /** {@return the number after the last node, under any format} */
    public int nodes() {
        return firstPage + pages.length;
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
}
