package org.stalemate.reports;

import java.util.List;
import org.stalemate.vocabulary.Rule;

/**
 * What the litmus corpus said of the subject.
 *
 * @param tests how many litmus tests ran
 * @param runs how many runs that were: each test runs on each configuration
 * @param failures those that failed
 * @param checked the rules of which a breach would have been noticed
 */
public record CorpusResult(int tests, int runs, List<Failure> failures, List<Rule> checked) {
    /**
     * One litmus test that failed.
     *
     * @param test its name
     * @param configuration the configuration it ran on
     * @param explanation why, in plain words
     */
    public record Failure(String test, String configuration, String explanation) {
        /** @throws IllegalArgumentException if a text is empty */
        public Failure {
            Checks.requireText("the test", test);
            Checks.requireText("the configuration", configuration);
            Checks.requireText("the explanation", explanation);
        }
    }

    /** @throws IllegalArgumentException if a count is negative or more tests failed than ran */
    public CorpusResult {
        failures = List.copyOf(failures);
        checked = List.copyOf(checked);
        Checks.requireCount("tests", tests);
        Checks.requireCount("runs", runs);
        if (failures.size() > runs) {
            throw new IllegalArgumentException("more litmus tests failed than ran");
        }
    }
}
