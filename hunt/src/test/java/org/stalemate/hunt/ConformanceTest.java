package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.reports.CampaignResult;

class ConformanceTest {
    @Test
    void a_lawful_subject_passes() {
        CampaignResult result = Conformance.require("lawful", LawfulProcessor::hoarding, 5_000);
        assertThat(result.operations()).isGreaterThanOrEqualTo(5_000);
    }

    @Test
    void another_fails_with_its_findings() {
        assertThatThrownBy(() -> Conformance.require("deaf", Subjects.deafToInvlpg(), 5_000))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("TLB-INVLPG, INVLPG")
                .hasMessageContaining("replay: stalemate1.")
                .hasMessageContaining("deaf DIVERGES");
    }
}
