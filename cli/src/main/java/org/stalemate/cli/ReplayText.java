package org.stalemate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stalemate.hunt.Replay;
import org.stalemate.hunt.Replay.ReplayedStep;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Explanation;
import org.stalemate.oracles.Grade;
import org.stalemate.reports.Numbers;
import org.stalemate.specification.Sighting;

/** Tells a replayed scenario in lines. */
final class ReplayText {
    private static final int WIDEST_STEP = 56;

    private ReplayText() {}

    /** {@return the text, lines ending in a line feed} */
    static String render(Replay replay, String subject) {
        List<String> lines = new ArrayList<>();
        lines.add("%s on %s".formatted(Numbers.count(replay.scenario().steps().size(), "step"), subject));
        if (!replay.changes().isEmpty()) {
            lines.add("moved to the subject's processor: " + replay.changes());
        }
        int width = Math.min(
                WIDEST_STEP,
                replay.steps().stream()
                        .mapToInt(step -> step.step().length())
                        .max()
                        .orElse(0));
        int number = 1;
        for (ReplayedStep step : replay.steps()) {
            tell(step, number++, width, lines);
        }
        lines.add("");
        Divergence divergence = replay.judgement().divergence();
        if (divergence == null) {
            lines.add(grade(replay.judgement().grade()));
            if (!replay.judgement().tolerated().isEmpty()) {
                lines.add("Outcomes that are known to be told wrongly were taken for what was meant.");
            }
            return String.join("\n", lines) + "\n";
        }
        return String.join("\n", lines) + "\n" + Explanation.of(replay.scenario(), divergence);
    }

    private static void tell(ReplayedStep step, int number, int width, List<String> lines) {
        boolean single =
                step.permitted().size() == 1 && step.permitted().getFirst().equals(step.observed());
        String known = step.known().isEmpty() ? "" : "  known: " + String.join(", ", step.known());
        String mark = known + (step.grade() == Grade.CONFORMS ? "" : "  " + step.grade());
        lines.add(("%4s  %-" + width + "s  %s%s").formatted(number, step.step(), step.observed(), mark));
        if (!single) {
            lines.add("      permitted: " + String.join(" | ", step.permitted()));
        }
        Sighting source = step.source();
        if (source != null) {
            lines.add("      by a %s that could be cached since step %s"
                    .formatted(source.isTranslation() ? "translation" : "paging-structure entry", source.madeAt() + 1));
        }
    }

    private static String grade(Grade grade) {
        return switch (grade) {
            case CONFORMS -> "Every outcome is what memory gives.";
            case STALE -> "Every outcome is permitted; stale ones are what a cached translation gives.";
            case SUSPICIOUS -> "Suspicious: forbidden only by a rule on which the manuals contradict themselves.";
            case NO_VERDICT -> "No verdict: the outcome of the last step leaves open what it did.";
            case DIVERGENT, CRASHED -> grade.name().toLowerCase(Locale.ROOT);
        };
    }
}
