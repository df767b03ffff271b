package org.stalemate.reports.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.html.HtmlPage;
import org.stalemate.reports.json.ResultFormatException;
import org.stalemate.reports.json.ResultJson;
import org.stalemate.reports.junit.JUnitXml;
import org.stalemate.reports.terminal.TerminalSummary;

/**
 * The directory of one run. {@value #RESULT} is the result; everything else is rendered from it and can be rendered again. The
 * result is replaced in one piece, so that a run that is cut off at any moment leaves a valid one.
 */
public final class ResultDirectory {
    /** The result itself. */
    public static final String RESULT = "result.json";

    private static final String PAGE = "index.html";
    private static final String JUNIT = "junit.xml";
    private static final String SUMMARY = "summary.txt";

    private final Path directory;

    /** Names a directory, which need not exist before something is written. */
    public ResultDirectory(Path directory) {
        this.directory = directory;
    }

    /** {@return where it is} */
    public Path path() {
        return directory;
    }

    /** {@return the page for a browser} */
    public Path page() {
        return directory.resolve(PAGE);
    }

    /**
     * {@return the result, or nothing if there is none}
     *
     * @throws ResultFileException if it cannot be read
     * @throws ResultFormatException if it is damaged or of another version
     */
    public Optional<CampaignResult> read() {
        Path file = directory.resolve(RESULT);
        try {
            return Optional.of(ResultJson.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new ResultFileException(file + " is damaged: it is not UTF-8", e);
        } catch (IOException e) {
            throw new ResultFileException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /**
     * {@return the result}
     *
     * @throws ResultFileException if there is none or it cannot be read
     * @throws ResultFormatException if it is damaged or of another version
     */
    public CampaignResult require() {
        return read().orElseThrow(() -> new ResultFileException(directory + " holds no " + RESULT, null));
    }

    /**
     * Saves how far a campaign has come.
     *
     * @throws ResultFileException if that is not possible
     */
    public void save(CampaignResult result) {
        try {
            Files.createDirectories(directory);
            AtomicFile.write(directory.resolve(RESULT), ResultJson.write(result));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Renders a result into the page, the JUnit file and the summary.
     *
     * @throws ResultFileException if that is not possible
     */
    public void render(CampaignResult result) {
        try {
            AtomicFile.write(page(), HtmlPage.render(result));
            AtomicFile.write(directory.resolve(JUNIT), JUnitXml.render(result));
            AtomicFile.write(directory.resolve(SUMMARY), TerminalSummary.render(result));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private ResultFileException cannotWrite(IOException e) {
        return new ResultFileException("cannot write to " + directory + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }
}
