package org.stalemate.specification.paging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PageTreeTest {
    private static final LinearPages PAGES =
            LinearPages.of(0x1000, 0x2000, 0x20_3000, 0x4000_1000, 0x8F_C01F_F000L, 0x2_0000_0000_0000L);

    @ParameterizedTest
    @EnumSource
    void every_node_is_among_those_of_the_word_that_its_entry_lies_in(PagingFormat format) {
        PageTree tree = PAGES.tree(format);
        for (int node = tree.firstNode(); node < tree.endOfNodes(); node++) {
            boolean anywhere = format == PagingFormat.PAE && tree.level(node) == 3;
            for (int word = 0; word < 512; word++) {
                boolean liesThere = anywhere || word == tree.offset(node) / 2;
                if (liesThere && !tree.isUnreached(node)) {
                    assertThat(tree.perhapsIn(word) >>> (node - tree.firstNode()) & 1)
                            .as("node %d, word %d", node, word)
                            .isOne();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void most_words_hold_the_entry_of_no_page(PagingFormat format) {
        PageTree tree = PAGES.tree(format);
        long pages = -1L << (tree.firstPage() - tree.firstNode());
        assertThat(tree.perhapsIn(8) & pages).isZero();
    }
}
