package org.stalemate.shrinking;

import org.stalemate.vocabulary.Scenario;

/** Leaves out steps: the end, then larger and smaller runs (delta debugging), single ones, pairs. */
final class StepRemoval {
    private final Trial trial;

    StepRemoval(Trial trial) {
        this.trial = trial;
    }

    private int length() {
        return trial.best().steps().size();
    }

    private boolean without(int from, int to) {
        return trial.adopts(Variants.withoutSteps(trial.best(), from, to));
    }

    /** Searches the shortest beginning that still shows it, as if more steps could not hide it. */
    void cutEnd() {
        int tooShort = 0;
        while (length() - tooShort > 1 && !trial.isExhausted()) {
            int tried = tooShort + (length() - tooShort) / 2;
            if (!without(tried, length())) {
                tooShort = tried;
            }
        }
    }

    /** Leaves out runs of halving length until no single step can go. */
    void reduce() {
        for (int run = Math.max(1, length() / 2); run > 1; run /= 2) {
            sweep(run);
        }
        while (sweep(1) && !trial.isExhausted()) {}
    }

    /** {@return whether some run of this length could go} Later steps first: they depend on earlier ones. */
    private boolean sweep(int run) {
        boolean shortened = false;
        for (int end = length(); end > 0 && !trial.isExhausted(); end -= run) {
            shortened |= without(Math.max(0, end - run), Math.min(end, length()));
        }
        return shortened;
    }

    /** {@return whether a pair of steps could go that could not go one by one} */
    boolean removePair() {
        for (int second = length() - 1; second > 0; second--) {
            for (int first = second - 1; first >= 0 && !trial.isExhausted(); first--) {
                Scenario less = Variants.withoutSteps(trial.best(), second, second + 1);
                if (trial.adopts(Variants.withoutSteps(less, first, first + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@return whether it is known of every single step that it cannot go} */
    boolean isOneMinimal() {
        for (int i = 0; i < length(); i++) {
            if (!trial.isDenied(Variants.withoutSteps(trial.best(), i, i + 1))) {
                return false;
            }
        }
        return true;
    }
}
