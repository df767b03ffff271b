package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.oracles.Signature;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.Witness;
import org.stalemate.reports.known.KnownDivergences;

final class FindingBookTest {
    private static final int ANOTHER = 1_000_000;
    private static final String SUBJECT = "lawful";

    private final FindingBook book = new FindingBook(
            List.of(SUBJECT),
            CampaignResult.nothingYet(Subjects.settings(1, Subjects.LAWFUL).plan()),
            KnownDivergences.NONE);

    private boolean isShrunk(int number) {
        Signature signature = new Signature("R-" + number, "Load", "Loaded");
        if (book.countsOnly(signature, null, 0, 5)) {
            return false;
        }
        Witness witness = new Witness(
                1, false, false, 1, "load x", "loaded", List.of("fault"), List.of(), "story", "text", "token");
        book.add(
                signature,
                null,
                new Finding(
                        signature.toString(),
                        Finding.Kind.DIVERGENT,
                        null,
                        SUBJECT,
                        number,
                        0,
                        1,
                        witness,
                        List.of(new Occurrence(SUBJECT, 1))));
        return true;
    }

    @Test
    void onceManyWereShrunkOnlyTheFirstOfEachSignatureIs() {
        assertThat(isShrunk(0)).isTrue();
        assertThat(isShrunk(0)).isTrue();
        for (int i = 2; i < FindingBook.ALLOWANCE; i++) {
            assertThat(isShrunk(i)).isTrue();
        }
        assertThat(isShrunk(0)).isFalse();
        assertThat(isShrunk(ANOTHER)).isTrue();
        assertThat(isShrunk(ANOTHER)).isFalse();
        assertThat(book.signatures().getFirst().unshrunk()).isEqualTo(1);
    }
}
