package org.stalemate.reports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;
import org.stalemate.vocabulary.RuleStrength;

/**
 * What the coverage of a campaign amounts to. A rule counts as checked where its scenarios or the litmus corpus checked it.
 *
 * @param families those that have rules, in their order
 * @param byCorpus mandatory rules that only the litmus corpus checked
 * @param unchecked mandatory rules that were not checked and ought to be
 * @param accepted mandatory rules that were not checked, each with the known reason
 */
public record CoverageSummary(
        List<Family> families, List<Rule> byCorpus, List<Rule> unchecked, Map<Rule, String> accepted) {
    /**
     * The rules of one family.
     *
     * @param family which
     * @param counts its rules
     * @param mandatory how many of them have to be checked
     * @param checked how many of those were
     * @param permissions how many of them permit something
     * @param exhibited how many of those were seen made use of
     */
    public record Family(
            RuleFamily family, List<RuleCount> counts, int mandatory, int checked, int permissions, int exhibited) {
        public Family {
            counts = List.copyOf(counts);
        }

        private static Family of(RuleFamily family, List<RuleCount> counts, Set<Rule> checked) {
            List<RuleCount> mandatory =
                    counts.stream().filter(c -> hasToBeChecked(c.rule())).toList();
            List<RuleCount> permissions =
                    counts.stream().filter(c -> isPermission(c.rule())).toList();
            return new Family(
                    family,
                    counts,
                    mandatory.size(),
                    (int) mandatory.stream()
                            .filter(c -> checked.contains(c.rule()))
                            .count(),
                    permissions.size(),
                    (int) permissions.stream().filter(c -> c.exhibited() > 0).count());
        }
    }

    public CoverageSummary {
        families = List.copyOf(families);
        byCorpus = List.copyOf(byCorpus);
        unchecked = List.copyOf(unchecked);
        accepted = Collections.unmodifiableMap(new LinkedHashMap<>(accepted));
    }

    /** {@return what the coverage of a result amounts to} */
    public static CoverageSummary of(CampaignResult result) {
        CorpusResult corpus = result.corpus();
        Set<Rule> ofCorpus = corpus == null ? Set.of() : Set.copyOf(corpus.checked());
        Set<Rule> checked = EnumSet.noneOf(Rule.class);
        Map<RuleFamily, List<RuleCount>> byFamily = new EnumMap<>(RuleFamily.class);
        List<Rule> byCorpus = new ArrayList<>();
        List<Rule> unchecked = new ArrayList<>();
        Map<Rule, String> accepted = new EnumMap<>(Rule.class);
        for (RuleCount count : result.coverage()) {
            Rule rule = count.rule();
            byFamily.computeIfAbsent(RuleFamily.of(rule), _ -> new ArrayList<>())
                    .add(count);
            if (count.checked() > 0 || ofCorpus.contains(rule)) {
                checked.add(rule);
            }
            if (!hasToBeChecked(rule) || count.checked() > 0) {
                continue;
            }
            String reason = AcceptedGaps.reason(rule);
            if (ofCorpus.contains(rule)) {
                byCorpus.add(rule);
            } else if (reason == null) {
                unchecked.add(rule);
            } else {
                accepted.put(rule, reason);
            }
        }
        List<Family> families = byFamily.entrySet().stream()
                .map(entry -> Family.of(entry.getKey(), entry.getValue(), checked))
                .toList();
        return new CoverageSummary(families, byCorpus, unchecked, accepted);
    }

    /** {@return whether a campaign ought to be able to notice a breach of the rule} */
    public static boolean hasToBeChecked(Rule rule) {
        return rule.strength() == RuleStrength.MANDATORY
                && (rule.kind() == RuleKind.REMOVES || rule.kind() == RuleKind.DECIDES);
    }

    /** {@return whether the rule permits something, so that outcomes can exhibit it} */
    public static boolean isPermission(Rule rule) {
        return rule.kind() == RuleKind.RETAINS || rule.kind() == RuleKind.PERMITS;
    }

    /** {@return how many rules have to be checked} */
    public int mandatory() {
        return families.stream().mapToInt(Family::mandatory).sum();
    }

    /** {@return how many of those were} */
    public int checked() {
        return families.stream().mapToInt(Family::checked).sum();
    }
}
