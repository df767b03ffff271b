package org.stalemate.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Vendor;

class ScenarioTokenTest {
    private static final Scenario SCENARIO = LitmusParser.parse("""
        name: t
        features: PCID INVPCID PAGE_1G NX SMEP SMAP
        table root at 0x10
        table pdpt at 0x11
        table pd at 0x12
        table pt at 0x13
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000
        load x
        entry pt[1] := page 0x201 P RW US A D
        INVLPG x
        load x
        """).scenario();

    @Test
    void a_token_stays_readable_by_later_versions() {
        String token =
                "stalemate1._Onx_GNi0LNn3NjQ0sDB0NDAsaCRo0GKgUWAkeHcAQ5BINnAKQRicwozMp5rbGBiYWhwYBZmPHewgYmrwQHIAQA";
        assertThat(ScenarioToken.decode(token)).isEqualTo(SCENARIO);
    }

    @Test
    void a_token_with_everything_that_was_added_later_stays_readable_likewise() throws IOException {
        assertThat(ScenarioToken.decode(
                        "stalemate1.BoB_r02OvW4CQQyE1_beH6Lw7R4EKc1ViDQRjzhZIThEQ0GRdATyArzBPQE9HUpDmzYV2aXKSLZG31gas3n"
                            + "tCj5hgdIA5ZagswUhqjxhF2EP3f-DmYo59x2uvx2IluE-uEsKrgDVLOc12BpnWrIBkznTBggpn3PAOx6iZwWkjv"
                            + "NlXSwVl3zuEnWxRQaO4_Yqq96K0s_lcGRbi6-L2yfIt-XtOPRt9fjHf1CuTdVo9o0OOsWbvvBoRyM7NuN00T5VW"
                            + "ZUX-4DmDw"))
                .isEqualTo(scenario("four-byte-entries.litmus"));
        assertThat(ScenarioToken.decode(
                        "stalemate1._imaGWNi0NvPzrixoaWBg6GhgWNBI0eDFAOTAIMwI1NbQwcTi8SPeskf9UtZuBoaG" + "CV-_ocCRgA"))
                .isEqualTo(scenario("split-accesses.litmus"));
    }

    private static Scenario scenario(String name) throws IOException {
        try (InputStream in = ScenarioTokenTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return LitmusParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .scenario();
        }
    }

    @Test
    void blanks_around_a_token_do_not_matter() {
        assertThat(ScenarioToken.decode(" " + ScenarioToken.encode(SCENARIO) + "\n"))
                .isEqualTo(SCENARIO);
    }

    @Test
    void a_token_cut_short_anywhere_is_refused() {
        String token = ScenarioToken.encode(SCENARIO);
        for (int length = 0; length < token.length(); length++) {
            String cut = token.substring(0, length);
            assertThatThrownBy(() -> ScenarioToken.decode(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("the token is cut short or mistyped: its checksum does not fit"
                            + "|a token starts with 'stalemate1\\.', and this one does not");
        }
    }

    @Test
    void a_token_with_one_character_changed_is_refused() {
        String token = ScenarioToken.encode(SCENARIO);
        for (int i = "stalemate1.".length(); i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String mistyped = token.substring(0, i) + other + token.substring(i + 1);
            assertThatThrownBy(() -> ScenarioToken.decode(mistyped))
                    .hasMessage("the token is cut short or mistyped: its checksum does not fit");
            String foreign = token.substring(0, i) + '!' + token.substring(i + 1);
            assertThatThrownBy(() -> ScenarioToken.decode(foreign))
                    .hasMessage("the token is cut short or mistyped: its checksum does not fit");
        }
    }

    @Test
    void another_version_and_another_kind_of_text_are_named() {
        assertThatThrownBy(() -> ScenarioToken.decode("stalemate2.AAAA"))
                .hasMessage("the token is of version 2, and this program reads version 1");
        assertThatThrownBy(() -> ScenarioToken.decode("hello"))
                .hasMessage("a token starts with 'stalemate1.', and this one does not");
    }

    @Test
    void every_constant_has_a_code() {
        assertThat(TokenCodes.VENDORS).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Vendor.class));
        assertThat(TokenCodes.FEATURES).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Feature.class));
        assertThat(TokenCodes.REGISTERS).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Register.class));
        assertThat(TokenCodes.CODE_SEGMENTS).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(CodeSegment.class));
        assertThat(TokenCodes.STEP_KINDS)
                .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(TokenCodes.StepKind.class))
                .hasSizeLessThan(TokenCodes.KINDS_PER_PROCESSOR);
        assertThat(TokenCodes.CODE_SEGMENTS.size() * TokenCodes.SEGMENT_UNIT)
                .isLessThanOrEqualTo(TokenCodes.KEY_RIGHTS_FOLLOW);
    }
}
