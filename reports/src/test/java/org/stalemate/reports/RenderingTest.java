package org.stalemate.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.stalemate.reports.html.HtmlPage;
import org.stalemate.reports.json.ResultJson;
import org.stalemate.reports.junit.JUnitXml;
import org.stalemate.reports.terminal.TerminalSummary;

/** The golden files are what users see; -Dgolden.update=true writes them anew, to be read before they are committed. */
class RenderingTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/stalemate/reports/golden");

    @Test
    void the_summary_is_as_agreed() throws IOException {
        compare("conforming.txt", TerminalSummary.render(Examples.conforming()));
        compare("diverging.txt", TerminalSummary.render(Examples.diverging()));
        compare("as-known.txt", TerminalSummary.render(Examples.asKnown()));
    }

    @Test
    void the_page_is_as_agreed() throws IOException {
        compare("conforming.html", HtmlPage.render(Examples.conforming()));
        compare("diverging.html", HtmlPage.render(Examples.diverging()));
        compare("as-known.html", HtmlPage.render(Examples.asKnown()));
    }

    @Test
    void the_junit_file_is_as_agreed() throws IOException {
        compare("conforming.xml", JUnitXml.render(Examples.conforming()));
        compare("diverging.xml", JUnitXml.render(Examples.diverging()));
        compare("as-known.xml", JUnitXml.render(Examples.asKnown()));
    }

    @Test
    void the_json_is_as_agreed() throws IOException {
        compare("diverging.json", ResultJson.write(Examples.diverging()));
    }

    @Test
    void a_result_looks_the_same_in_every_locale() {
        Locale before = Locale.getDefault();
        Function<CampaignResult, String> all =
                result -> TerminalSummary.render(result) + HtmlPage.render(result) + JUnitXml.render(result);
        String usual = all.apply(Examples.diverging());
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(all.apply(Examples.diverging())).isEqualTo(usual);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void nothing_of_a_result_is_taken_for_markup() {
        assertThat(HtmlPage.render(Examples.diverging())).doesNotContain("<an>", "<boom>");
        assertThat(HtmlPage.render(Examples.asKnown()) + JUnitXml.render(Examples.asKnown()))
                .doesNotContain("<max>", "<16-bit>", "<does>", "<INIT>", "<known>");
        assertThat(JUnitXml.render(Examples.diverging())).doesNotContain("<an>", "<boom>");
    }

    private static void compare(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
