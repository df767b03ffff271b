package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Failures of subjects that execute batches are shrunk together, which changes no result. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShrinkingTogetherTest {
    private static final long OPERATIONS = 20_000;
    /** All blocks of a campaign but the last few are larger. */
    private static final int LARGEST_ROUND = 16;

    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

    /** Does nothing at INVLPG, never tells of a reserved bit, and stops in two ways. */
    private SubjectConfiguration.Batched faulty(String name, @Nullable Platform platform) {
        Supplier<Mmu> mmu = () -> FakeTarget.changing(
                Subjects.deafToInvlpg().get(),
                outcome -> outcome instanceof Outcome.PageFault(int code, long address) && (code & 8) != 0
                        ? new Outcome.PageFault(code & ~8, address)
                        : outcome);
        return batched(name, platform, FakeTarget.of(mmu, ShrinkingTogetherTest::end, batches));
    }

    /** Never tells of an instruction fetch. */
    private SubjectConfiguration.Batched silent(String name) {
        Supplier<Mmu> mmu = () -> FakeTarget.changing(
                LawfulProcessor.hoarding(),
                outcome -> outcome instanceof Outcome.PageFault(int code, long address) && (code & 16) != 0
                        ? new Outcome.PageFault(code & ~16, address)
                        : outcome);
        return batched(name, null, FakeTarget.complete(mmu, batches));
    }

    private static SubjectConfiguration.Batched batched(
            String name, @Nullable Platform platform, SubjectConfiguration target) {
        return new SubjectConfiguration.Batched(name, ((SubjectConfiguration.Batched) target).factory(), platform);
    }

    private static @Nullable Execution end(Step step) {
        if (step instanceof Step.Instruction(int _, Operation operation)) {
            return switch (operation) {
                case Operation.InvPcid _ -> FakeTarget.end(Ending.RESET, "");
                case Operation.WrmsrMtrr _ -> FakeTarget.end(Ending.HUNG, "");
                default -> null;
            };
        }
        return null;
    }

    private static CampaignResult together(CampaignSettings settings) {
        return new Campaign(settings).run(CampaignObserver.NONE);
    }

    private static CampaignResult oneByOne(CampaignSettings settings) {
        List<Specimen> specimens = settings.configurations().stream()
                .<Specimen>map(configuration -> new OneByOne(Specimen.of(configuration)))
                .toList();
        return new Campaign(settings, specimens).run(CampaignObserver.NONE);
    }

    private static CampaignResult assertSame(CampaignSettings settings) {
        CampaignResult together = together(settings);
        assertThat(together).isEqualTo(oneByOne(settings));
        return together;
    }

    @Test
    void the_result_is_that_of_shrinking_one_after_the_other() {
        CampaignResult result = assertSame(Subjects.settings(OPERATIONS, faulty("target", null)));
        assertThat(result.findings())
                .extracting(Finding::kind)
                .contains(Finding.Kind.DIVERGENT, Finding.Kind.RESET, Finding.Kind.HUNG);
        assertThat(result.findings()).hasSizeGreaterThan(LARGEST_ROUND);
    }

    @Test
    void so_it_is_where_failures_of_several_configurations_wait() {
        CampaignResult result = assertSame(
                Subjects.settings(OPERATIONS, faulty("one", null), silent("other"), Subjects.DEAF_TO_INVLPG));
        assertThat(result.findings()).extracting(Finding::configuration).contains("one", "other", "deaf to INVLPG");
    }

    @Test
    void so_it_is_on_a_target_that_is_one_processor() {
        Platform platform = new Platform(Profile.INTEL, 40, EnumSet.complementOf(EnumSet.of(Feature.LA57)), 2);
        CampaignSettings settings = new CampaignSettings(
                "hunt",
                "test",
                List.of(),
                "",
                3,
                OPERATIONS,
                "one processor",
                GeneratorSettings.STANDARD.withPlatforms(PlatformMix.only(platform)),
                List.of(faulty("target", platform)),
                KnownDivergences.NONE);
        assertThat(assertSame(settings).findings()).isNotEmpty();
    }

    @Test
    void what_several_shrinkings_ask_for_is_executed_together() {
        CampaignSettings settings = Subjects.settings(OPERATIONS, faulty("target", null));
        together(settings);
        List<Integer> rounds =
                batches.stream().filter(size -> size <= LARGEST_ROUND).toList();
        batches.clear();
        oneByOne(settings);
        List<Integer> single =
                batches.stream().filter(size -> size <= LARGEST_ROUND).toList();
        assertThat(single).containsOnly(1);
        assertThat(rounds).contains(LARGEST_ROUND);
        assertThat(rounds.stream().mapToInt(size -> size).sum()).isEqualTo(single.size());
        assertThat(rounds).hasSizeLessThan(single.size() / 4);
    }

    @Test
    void a_subject_that_cannot_be_run_any_more_ends_the_campaign() {
        SubjectConfiguration.Batched target = faulty("target", null);
        SubjectConfiguration unplugged = new SubjectConfiguration.Batched(
                "target", () -> new Unplugged(target.factory().get(), batches), null);
        assertThatThrownBy(() -> together(Subjects.settings(OPERATIONS, unplugged)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unplugged");
        assertThat(batches).contains(LARGEST_ROUND);
        assertThat(FakeTarget.OPEN).hasValue(0);
    }

    /** Cannot be run any more after a few rounds. */
    private record Unplugged(BatchSubject subject, List<Integer> batches) implements BatchSubject {
        @Override
        public List<Execution> execute(List<Scenario> scenarios) {
            if (batches.stream().filter(size -> size <= LARGEST_ROUND).count() == 10) {
                throw new IllegalStateException("unplugged");
            }
            return subject.execute(scenarios);
        }

        @Override
        public void close() {
            subject.close();
        }
    }

    /** A specimen whose failures are shrunk one after the other. */
    private record OneByOne(Specimen specimen) implements Specimen {
        @Override
        public int shrunkTogether() {
            return 1;
        }

        @Override
        public String name() {
            return specimen.name();
        }

        @Override
        public int block() {
            return specimen.block();
        }

        @Override
        public Run begin(List<Scenario> scenarios) {
            return specimen.begin(scenarios);
        }

        @Override
        public boolean repeatsDearly(Ending ending) {
            return specimen.repeatsDearly(ending);
        }

        @Override
        public void discard() {
            specimen.discard();
        }

        @Override
        public void close() {
            specimen.close();
        }
    }
}
