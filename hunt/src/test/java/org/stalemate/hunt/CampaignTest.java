package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stalemate.hunt.Subjects.AFRAID_OF_INVPCID;
import static org.stalemate.hunt.Subjects.DEAF_TO_INVLPG;
import static org.stalemate.hunt.Subjects.LAWFUL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Grade;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Cluster;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.SignatureCount;
import org.stalemate.reports.Verdict;
import org.stalemate.reports.json.ResultJson;
import org.stalemate.vocabulary.Rule;

class CampaignTest {
    private static final long OPERATIONS = 8_000;
    private static final CampaignSettings SETTINGS = Subjects.settings(OPERATIONS, LAWFUL, DEAF_TO_INVLPG);
    private static final CampaignResult RESULT = new Campaign(SETTINGS).run(CampaignObserver.NONE);

    @Test
    void equal_settings_give_equal_bytes() {
        CampaignResult again = new Campaign(SETTINGS).run(CampaignObserver.NONE);
        assertThat(ResultJson.write(again)).isEqualTo(ResultJson.write(RESULT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 30})
    void a_campaign_interrupted_and_resumed_gives_what_an_uninterrupted_one_gives(int scenarios) {
        CampaignResult part = new Campaign(SETTINGS).run(stopAfter(scenarios));
        assertThat(part.nextScenario()).isEqualTo(scenarios);
        assertThat(part.finished()).isFalse();
        CampaignResult read = ResultJson.read(ResultJson.write(part), "part");
        CampaignResult whole = Campaign.resume(SETTINGS, read).run(CampaignObserver.NONE);
        assertThat(ResultJson.write(whole)).isEqualTo(ResultJson.write(RESULT));
    }

    private static CampaignObserver stopAfter(int scenarios) {
        return new CampaignObserver() {
            private int done;

            @Override
            public void scenarioDone(Campaign campaign) {
                done++;
            }

            @Override
            public boolean wantsToStop() {
                return done >= scenarios;
            }
        };
    }

    @Test
    void it_ends_with_the_scenario_that_uses_up_the_budget() {
        assertThat(RESULT.finished()).isTrue();
        assertThat(RESULT.operations()).isBetween(OPERATIONS, OPERATIONS + 200);
        assertThat(RESULT.configurations())
                .extracting(ConfigurationResult::scenarios)
                .containsOnly(RESULT.nextScenario());
    }

    @Test
    void a_lawful_subject_conforms_beside_one_that_does_not() {
        assertThat(RESULT.configurations().getFirst().divergent()).isZero();
        assertThat(RESULT.configurations().getFirst().staleOutcomes()).isPositive();
        assertThat(RESULT.verdict()).isEqualTo(Verdict.DIVERGES);
    }

    @Test
    void a_missing_invalidation_is_found_blamed_and_shrunk_to_what_matters() {
        Finding finding = RESULT.findings().stream()
                .filter(found -> found.witness().blamed().equals(List.of(Rule.TLB_INVLPG)))
                .findFirst()
                .orElseThrow();
        assertThat(finding.witness().length()).isLessThanOrEqualTo(4);
        assertThat(finding.witness().oneMinimal()).isTrue();
        assertThat(finding.witness().explanation()).contains("TLB-INVLPG");
        assertThat(finding.witness().litmus()).contains("INVLPG x", "forbidden: ");
    }

    @Test
    void a_token_replays_the_finding() {
        for (Finding finding : RESULT.findings()) {
            Replay replay = Replay.of(ScenarioToken.decode(finding.witness().token()), DEAF_TO_INVLPG);
            assertThat(replay.judgement().divergence())
                    .extracting(Divergence::signature)
                    .hasToString(finding.signature());
            assertThat(replay.steps()).hasSize(finding.witness().length());
            assertThat(replay.steps().getLast().grade()).isEqualTo(Grade.DIVERGENT);
        }
    }

    @Test
    void the_seed_of_a_finding_replays_the_scenario_it_was_found_in() {
        Finding finding = RESULT.findings().getFirst();
        assertThat(finding.scenarioSeed()).isEqualTo(RandomSource.seed(3, finding.scenario()));
        Replay replay = Replay.of(ScenarioGenerator.standard().generate(finding.scenarioSeed()), DEAF_TO_INVLPG);
        assertThat(replay.judgement().divergence()).isNotNull();
    }

    @Test
    void every_failure_is_an_occurrence_of_a_finding_or_counted_by_its_signature() {
        long shrunk = RESULT.findings().stream().mapToLong(Finding::total).sum();
        long others =
                RESULT.signatures().stream().mapToLong(SignatureCount::unshrunk).sum();
        assertThat(shrunk + others).isEqualTo(RESULT.failures());
        assertThat(RESULT.signatures().stream()
                        .mapToLong(SignatureCount::shrunk)
                        .sum())
                .isEqualTo(shrunk);
        assertThat(RESULT.findings())
                .flatExtracting(Finding::occurrences)
                .extracting(Occurrence::configuration)
                .containsOnly(DEAF_TO_INVLPG.name());
    }

    @Test
    void the_observer_hears_of_a_failure_before_and_after_its_shrinking() {
        StringBuilder heard = new StringBuilder();
        new Campaign(SETTINGS).run(new CampaignObserver() {
            @Override
            public void detected(Campaign campaign) {
                heard.append('d');
            }

            @Override
            public void found(Finding finding) {
                heard.append('f');
            }
        });
        long shrunk =
                RESULT.signatures().stream().mapToLong(SignatureCount::shrunk).sum();
        assertThat(heard.toString().replace("f", "")).hasSize((int) shrunk);
        assertThat(heard.toString().replace("d", "")).hasSize(RESULT.findings().size());
        assertThat(heard.toString()).startsWith("df").doesNotContain("ff");
    }

    @Test
    void a_subject_that_throws_crashes_in_that_scenario_and_the_campaign_goes_on() {
        CampaignResult result =
                new Campaign(Subjects.settings(OPERATIONS, AFRAID_OF_INVPCID)).run(CampaignObserver.NONE);
        assertThat(result.finished()).isTrue();
        assertThat(result.verdict()).isEqualTo(Verdict.CRASHES);
        assertThat(Cluster.of(result.findings()))
                .singleElement()
                .extracting(Cluster::first)
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CRASHED))
                .satisfies(finding -> assertThat(finding.witness().length()).isEqualTo(1))
                .satisfies(finding -> assertThat(finding.witness().observed()).contains("not this one"));
        assertThat(result.configurations().getFirst().crashed())
                .isEqualTo(Cluster.of(result.findings()).getFirst().total()
                        + result.signatures().getFirst().unshrunk());
    }

    @Test
    void a_subject_that_cannot_be_brought_to_a_start_crashes_and_is_made_anew() {
        Subjects.OneWay.MADE.clear();
        CampaignResult result = new Campaign(
                        Subjects.settings(500, SubjectConfiguration.of("one way", Subjects.OneWay::new)))
                .run(CampaignObserver.NONE);
        assertThat(result.configurations().getFirst().crashed()).isPositive();
        assertThat(Subjects.OneWay.MADE).hasSizeGreaterThan(1);
        assertThat(result.findings().getFirst().witness().explanation()).contains("keeps\nsomething over a reset");
    }

    @Test
    void a_subject_that_always_fails_at_once_does_not_keep_a_campaign_from_ending() {
        SubjectConfiguration broken = SubjectConfiguration.of("broken", () -> {
            throw new IllegalStateException("no such thing");
        });
        CampaignResult result = new Campaign(Subjects.settings(2_000, broken)).run(CampaignObserver.NONE);
        assertThat(result.finished()).isTrue();
        assertThat(result.configurations().getFirst().crashed())
                .isEqualTo(result.operations())
                .isBetween(19L, 20L);
        Replay replay = Replay.of(
                ScenarioToken.decode(result.findings().getFirst().witness().token()), broken);
        assertThat(replay.steps())
                .singleElement()
                .extracting(Replay.ReplayedStep::grade)
                .isEqualTo(Grade.CRASHED);
    }

    @Test
    void the_result_of_another_campaign_is_not_resumed() {
        CampaignResult part = new Campaign(SETTINGS).run(stopAfter(1));
        assertThatThrownBy(() -> Campaign.resume(Subjects.settings(OPERATIONS, LAWFUL), part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another campaign");
    }

    @Test
    void the_result_of_another_generator_is_not_resumed() {
        CampaignResult part = new Campaign(SETTINGS).run(stopAfter(1));
        CampaignSettings other = new CampaignSettings(
                "hunt",
                "test",
                List.of(),
                "",
                3,
                OPERATIONS,
                "standard",
                GeneratorSettings.STANDARD.withTemplates(60),
                SETTINGS.configurations(),
                SETTINGS.known());
        assertThatThrownBy(() -> Campaign.resume(other, part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another version of the generator");
    }

    @Test
    void a_larger_budget_continues_a_finished_campaign() {
        CampaignSettings larger = Subjects.settings(2 * OPERATIONS, LAWFUL, DEAF_TO_INVLPG);
        CampaignResult continued = Campaign.resume(larger, RESULT).run(CampaignObserver.NONE);
        CampaignResult atOnce = new Campaign(larger).run(CampaignObserver.NONE);
        assertThat(ResultJson.write(continued)).isEqualTo(ResultJson.write(atOnce));
    }
}
