package org.stalemate.reports.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Examples;

class ResultJsonTest {
    private static final String TEXT = ResultJson.write(Examples.diverging());

    @Test
    void what_was_written_is_read_back() {
        assertThat(ResultJson.read(TEXT, "it")).isEqualTo(Examples.diverging());
        assertThat(ResultJson.read(ResultJson.write(Examples.asKnown()), "it")).isEqualTo(Examples.asKnown());
        CampaignResult withoutCorpus = new CampaignResult(
                Examples.conforming().plan(),
                true,
                100,
                Examples.conforming().configurations(),
                Examples.conforming().coverage(),
                Examples.conforming().findings(),
                Examples.conforming().signatures(),
                Examples.conforming().known(),
                null);
        assertThat(ResultJson.read(ResultJson.write(withoutCorpus), "it")).isEqualTo(withoutCorpus);
    }

    @Test
    void a_text_cut_anywhere_is_refused_in_one_line() {
        for (int end = 0; end < TEXT.stripTrailing().length(); end += 1 + end / 50) {
            refused(TEXT.substring(0, end)).hasMessageStartingWith("result.json is");
        }
    }

    @Test
    void a_text_cut_in_the_middle_is_named_as_such_with_the_place() {
        refused(TEXT.substring(0, TEXT.length() / 2))
                .hasMessageMatching("result.json is cut short or damaged at line [0-9]+, column [0-9]+: it is no JSON");
    }

    @Test
    void another_version_is_named() {
        refused(TEXT.replace("\"version\" : 3", "\"version\" : 1"))
                .hasMessage("result.json is a result of version 1, and this program reads version 3");
    }

    @Test
    void other_json_is_no_result() {
        refused("{\"a\": 1}").hasMessage("result.json is no campaign result of stalemate");
        refused("[]").hasMessage("result.json is no campaign result of stalemate");
        refused("3").hasMessage("result.json is no campaign result of stalemate");
    }

    @Test
    void damage_within_is_named() {
        refused(TEXT.replace("\"TLB-INVLPG\"", "\"TLB-INVPLG\"")).hasMessageContaining("there is no rule 'TLB-INVPLG'");
        refused(TEXT.replace("\"nextScenario\" : 60", "\"nextScenario\" : -60")).hasMessageContaining("-60");
        refused(TEXT.replace("\"nextScenario\"", "\"next\"")).hasMessageContaining("next");
        refused(TEXT.replace("\"nextScenario\" : 60,", "")).hasMessageContaining("nextScenario");
        refused(TEXT.replace("\"nextScenario\" : 60", "\"nextScenario\" : null"))
                .hasMessageContaining("null");
        refused(TEXT.replace("\"subject\" : \"MMU of <an> example\"", "\"subject\" : null"))
                .hasMessageContaining("damaged");
        refused(TEXT + "x").hasMessageContaining("cut short or damaged");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String text) {
        return assertThatThrownBy(() -> ResultJson.read(text, "result.json"))
                .isInstanceOf(ResultFormatException.class)
                .hasMessageNotContaining("\n");
    }
}
