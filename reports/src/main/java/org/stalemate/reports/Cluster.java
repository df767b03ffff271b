package org.stalemate.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Step;

/**
 * Findings that very likely have one cause: they have the signature and the kinds of steps in common, and differ in where shrinking
 * got stuck. The first is told, of the others only that they exist.
 *
 * @param findings at least one, the one to tell first
 */
public record Cluster(List<Finding> findings) {
    public Cluster {
        findings = List.copyOf(findings);
    }

    /** {@return the findings in clusters, in the order of their first ones} */
    public static List<Cluster> of(List<Finding> findings) {
        Map<String, List<Finding>> byShape = new LinkedHashMap<>();
        for (Finding finding : findings) {
            byShape.computeIfAbsent(shape(finding), _ -> new ArrayList<>()).add(finding);
        }
        return byShape.values().stream().map(Cluster::new).toList();
    }

    private static String shape(Finding finding) {
        return finding.signature() + " " + (finding.witness().repeatable() ? steps(finding) : "unrepeatable");
    }

    private static String steps(Finding finding) {
        String token = finding.witness().token();
        try {
            return ScenarioToken.decode(token).steps().stream()
                    .map(Cluster::kind)
                    .collect(Collectors.joining(" "));
        } catch (IllegalArgumentException _) {
            return token; // one of another version can be told all the same
        }
    }

    private static String kind(Step step) {
        Object what = step instanceof Step.Instruction instruction ? instruction.operation() : step;
        return what instanceof Operation.StoreTableHalf
                ? Operation.StoreTableEntry.class.getSimpleName()
                : what.getClass().getSimpleName();
    }

    /** {@return the one to tell} */
    public Finding first() {
        return findings.getFirst();
    }

    /** {@return the others} */
    public List<Finding> others() {
        return findings.subList(1, findings.size());
    }

    /** {@return in how many scenarios it occurred, each configuration counted by itself} */
    public long total() {
        return findings.stream().mapToLong(Finding::total).sum();
    }
}
