package org.stalemate.reports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Rule;

/**
 * What the litmus corpus said of the subject.
 *
 * @param tests how many litmus tests ran
 * @param runs how many runs that were: each test runs on each configuration, as far as it applies there
 * @param failures those that failed
 * @param notApplicable those that the target does not have what it takes for, or not all of it
 * @param checked the rules of which a breach would have been noticed
 */
public record CorpusResult(
        int tests, int runs, List<Failure> failures, List<NotApplicable> notApplicable, List<Rule> checked) {
    /**
     * One litmus test that failed.
     *
     * @param test its name
     * @param configuration the configuration it ran on
     * @param explanation why, in plain words
     * @param known the ID of the known divergence that it is, or null if it is news
     */
    public record Failure(
            String test,
            String configuration,
            String explanation,
            @Nullable String known) {
        /** @throws IllegalArgumentException if a text is empty */
        public Failure {
            Checks.requireText("the test", test);
            Checks.requireText("the configuration", configuration);
            Checks.requireText("the explanation", explanation);
        }
    }

    /**
     * One litmus test that did not run to its end.
     *
     * @param test its name
     * @param configuration the configuration it did not run on
     * @param reason why
     */
    public record NotApplicable(String test, String configuration, String reason) {
        /** @throws IllegalArgumentException if a text is empty */
        public NotApplicable {
            Checks.requireText("the test", test);
            Checks.requireText("the configuration", configuration);
            Checks.requireText("the reason", reason);
        }
    }

    /** @throws IllegalArgumentException if a count is negative or more tests failed than ran */
    public CorpusResult {
        failures = List.copyOf(failures);
        notApplicable = List.copyOf(notApplicable);
        checked = List.copyOf(checked);
        Checks.requireCount("tests", tests);
        Checks.requireCount("runs", runs);
        if (failures.size() > runs) {
            throw new IllegalArgumentException("more litmus tests failed than ran");
        }
    }

    /** {@return those that failed in a way that nobody has looked at yet} */
    public List<Failure> news() {
        return failures.stream().filter(failure -> failure.known() == null).toList();
    }

    /** {@return how the runs that came to something ended, in a few words} */
    public String summary() {
        int unexpected = news().size();
        int known = failures.size() - unexpected;
        String expected = known == 0 ? "all as expected" : known + " as known, all others as expected";
        return unexpected == 0
                ? expected
                : unexpected + " failed" + (known == 0 ? "" : ", " + known + " more as known");
    }

    /** {@return how many did not run to their ends, by reason, in the order of the tests} */
    public Map<String, Long> reasons() {
        return notApplicable.stream()
                .collect(Collectors.groupingBy(NotApplicable::reason, LinkedHashMap::new, Collectors.counting()));
    }
}
