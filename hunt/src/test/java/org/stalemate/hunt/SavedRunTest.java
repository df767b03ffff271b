package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.files.ResultDirectory;
import org.stalemate.reports.json.ResultJson;

class SavedRunTest {
    private static final CampaignSettings SETTINGS = Subjects.settings(8_000, Subjects.LAWFUL, Subjects.DEAF_TO_INVLPG);

    @TempDir
    private Path folder;

    @Test
    void a_run_that_dies_at_any_moment_leaves_what_it_can_be_resumed_from() {
        CampaignResult uninterrupted = new Campaign(SETTINGS).run(CampaignObserver.NONE);
        for (int scenarios : new int[] {1, 9, 25}) {
            ResultDirectory results = new ResultDirectory(folder.resolve("after-" + scenarios));
            assertThatThrownBy(
                            () -> new SavedRun(results, Duration.ZERO).run(new Campaign(SETTINGS), dieAfter(scenarios)))
                    .hasMessage("killed");
            CampaignResult saved = results.require();
            assertThat(saved.nextScenario()).isEqualTo(scenarios);
            CampaignResult resumed = new SavedRun(results).run(Campaign.resume(SETTINGS, saved), CampaignObserver.NONE);
            assertThat(ResultJson.write(resumed)).isEqualTo(ResultJson.write(uninterrupted));
            assertThat(results.require()).isEqualTo(resumed);
        }
    }

    @Test
    void a_run_that_dies_at_once_can_be_resumed_too() {
        ResultDirectory results = new ResultDirectory(folder);
        assertThatThrownBy(() -> new SavedRun(results).run(new Campaign(SETTINGS), dieAfter(1)))
                .hasMessage("killed");
        assertThat(results.require().nextScenario()).isZero();
    }

    private static CampaignObserver dieAfter(int scenarios) {
        return new CampaignObserver() {
            private int done;

            @Override
            public void scenarioDone(Campaign campaign) {
                done++;
                if (done == scenarios) {
                    throw new IllegalStateException("killed");
                }
            }
        };
    }
}
