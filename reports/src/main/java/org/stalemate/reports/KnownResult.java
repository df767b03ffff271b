package org.stalemate.reports;

/**
 * What became of a divergence that is known.
 *
 * @param id its ID
 * @param title what is wrong, in one line
 * @param wrong who is wrong
 * @param why why that is so, in plain words
 * @param source the section of the manual that decides it
 * @param scenarios in how many scenarios it was seen, each configuration counted by itself
 * @param litmusTests in how many runs of litmus tests it was seen
 * @param formsRun how many scenarios that are known to show it were run by themselves
 * @param formsShown how many of them showed it
 */
public record KnownResult(
        String id,
        String title,
        Wrong wrong,
        String why,
        String source,
        long scenarios,
        long litmusTests,
        int formsRun,
        int formsShown) {
    /** Who is wrong where a target and the model differ. */
    public enum Wrong {
        /** The target does what the manual forbids. */
        TARGET,
        /** The model forbids what the manual permits, or the other way round. */
        MODEL
    }

    /** @throws IllegalArgumentException if a text is empty or a count is negative */
    public KnownResult {
        Checks.requireText("the ID", id);
        Checks.requireText("the title", title);
        Checks.requireText("the reason", why);
        Checks.requireText("the source", source);
        Checks.requireCount("scenarios", scenarios);
        Checks.requireCount("litmusTests", litmusTests);
        Checks.requireCount("formsShown", formsShown);
        Checks.requireCount("formsRun", formsRun);
    }

    /** {@return the same with another number of litmus tests} */
    KnownResult inLitmusTests(long runs) {
        return new KnownResult(id, title, wrong, why, source, scenarios, runs, formsRun, formsShown);
    }

    /** {@return the same after some of its scenarios were run by themselves} */
    public KnownResult withForms(int run, int shown) {
        return new KnownResult(
                id, title, wrong, why, source, scenarios, litmusTests, formsRun + run, formsShown + shown);
    }

    /** {@return whether it was seen at all} */
    public boolean wasSeen() {
        return scenarios + litmusTests + formsShown > 0;
    }
}
