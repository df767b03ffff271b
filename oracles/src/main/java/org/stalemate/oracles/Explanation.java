package org.stalemate.oracles;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.caching.Killer;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** Says in words what a divergence is, which translation was used, and which step had to remove it by which rule. */
public final class Explanation {
    private Explanation() {}

    /** {@return the explanation, lines ending in a line feed; steps are numbered from 1 as in a text that lists them} */
    public static String of(Scenario scenario, Divergence divergence) {
        List<String> steps = LitmusPrinter.steps(scenario);
        List<String> lines = new ArrayList<>();
        lines.add("Step %d, %s"
                .formatted(divergence.step() + 1, steps.get(divergence.step()).strip()));
        boolean failed = divergence.observed() == null;
        String told = divergence.told(scenario);
        lines.add("  observed:  " + (failed ? "no outcome, the subject failed with " : "") + told);
        lines.add("  permitted: "
                + String.join(" | ", LitmusPrinter.outcomes(scenario, divergence.step(), divergence.permitted())));
        Sighting ghost = divergence.ghost();
        if (ghost != null) {
            describe(ghost, steps, lines);
        }
        if (ghost == null || ghost.killers().isEmpty()) {
            divergence.blamed().forEach(rule -> lines.add("Rule broken: " + cite(rule) + "."));
        }
        if (divergence.blamed().isEmpty() && !failed) {
            lines.add("No single broken rule gives this outcome.");
        }
        return String.join("\n", lines) + "\n";
    }

    private static void describe(Sighting ghost, List<String> steps, List<String> lines) {
        lines.add("That is what %s gives, which could be cached since %s:"
                .formatted(kind(ghost), at(ghost.madeAt(), steps)));
        lines.add("  page %s, %s -> %s %s, %s, %s, %s"
                .formatted(
                        hex(ghost.linearAddress()),
                        owner(ghost),
                        ghost.isTranslation() ? "frame" : "table at frame",
                        hex(ghost.frame()),
                        ghost.writable() ? "writable" : "read-only",
                        ghost.user() ? "user" : "supervisor",
                        ghost.executable() ? "executable" : "execute-disabled"));
        for (Killer killer : ghost.killers()) {
            lines.add("It had to be gone since %s, by %s.".formatted(at(killer.step(), steps), cite(killer.rule())));
        }
    }

    private static String kind(Sighting ghost) {
        if (ghost.isTranslation()) {
            return switch (ghost.pageSize()) {
                case PageSize.SIZE_4K -> "a TLB entry for a 4 KB page";
                case PageSize.SIZE_2M -> "a TLB entry for a 2 MB page";
                case PageSize.SIZE_4M -> "a TLB entry for a 4 MB page";
                default -> "a TLB entry for a 1 GB page";
            };
        }
        return switch (ghost.level()) {
            case 2 -> "a cached PDE, continued through the tables of now,";
            case 3 -> "a cached PDPTE, continued through the tables of now,";
            case 5 -> "a cached PML5E, continued through the tables of now,";
            default -> "a cached PML4E, continued through the tables of now,";
        };
    }

    private static String owner(Sighting ghost) {
        String whose = ghost.pcid() == Sighting.GLOBAL ? "global" : "PCID " + "%03XH".formatted(ghost.pcid());
        return switch (ghost.tag()) {
            case CURRENT -> whose;
            case OTHER_PCID -> whose + ", which is not current";
            case OTHER_PROCESSOR -> whose + ", on another logical processor";
        };
    }

    private static String at(int step, List<String> steps) {
        return step < steps.size()
                ? "step %d (%s)".formatted(step + 1, steps.get(step).strip())
                : "step " + (step + 1);
    }

    private static String cite(Rule rule) {
        return "%s, %s (%s)".formatted(rule.id(), rule.title(), rule.source());
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value).toLowerCase(Locale.ROOT);
    }
}
