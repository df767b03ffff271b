package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

    private FindingBook book = new FindingBook(
            List.of(SUBJECT),
            CampaignResult.nothingYet(Subjects.settings(1, Subjects.LAWFUL).plan()),
            KnownDivergences.NONE);

    private boolean isShrunk(int number) {
        return isShrunk(number, null);
    }

    private boolean isShrunk(int number, @Nullable String known) {
        Signature signature = new Signature("R-" + number, "Load", "Loaded");
        if (book.countsOnly(signature, known, 0, 5)) {
            return false;
        }
        Witness witness = new Witness(
                1, false, false, 1, "load x", "loaded", List.of("fault"), List.of(), "story", "text", "token");
        book.add(
                signature,
                known,
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

    @Test
    void ofWhatIsKnownOneInTenTimesAsManyIsShrunkWhateverItsSignature() {
        List<Integer> shrunk = IntStream.rangeClosed(1, 1_000)
                .filter(number -> isShrunk(number % 7, number % 2 == 0 ? "ONE" : "TWO"))
                .boxed()
                .toList();
        assertThat(shrunk).containsExactly(1, 2, 19, 20, 199, 200);
        assertThat(book.signatures()).hasSize(14);
        assertThat(book.signatures().stream()
                        .mapToLong(count -> count.shrunk() + count.unshrunk())
                        .sum())
                .isEqualTo(1_000);
    }

    @Test
    void whatIsKnownIsCountedWhetherItWasShrunkOrNotAndThatSurvivesAResumption() {
        KnownDivergences known = KnownDivergences.parse("""
            known: ONE
            title: it lies
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            signature: R-1 / * / *
            """, "list");
        CampaignResult nothing =
                CampaignResult.nothingYet(Subjects.settings(1, Subjects.LAWFUL).plan());
        book = new FindingBook(List.of(SUBJECT), nothing, known);
        for (int i = 0; i < 25; i++) {
            isShrunk(1, "ONE");
        }
        assertThat(book.known().getFirst().scenarios()).isEqualTo(25);
        CampaignResult before = new CampaignResult(
                nothing.plan(),
                false,
                0,
                nothing.configurations(),
                List.of(),
                book.findings(),
                book.signatures(),
                book.known(),
                null);
        book = new FindingBook(List.of(SUBJECT), before, known);
        assertThat(book.known().getFirst().scenarios()).isEqualTo(25);
        assertThat(isShrunk(1, "ONE")).isFalse();
        assertThat(book.known().getFirst().scenarios()).isEqualTo(26);
    }
}
