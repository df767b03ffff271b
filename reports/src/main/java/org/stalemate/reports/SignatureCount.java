package org.stalemate.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one signature, whatever the kind of access. Some of them are shrunk, which tells their cause and makes them findings;
 * the others are counted.
 *
 * @param signature what they have in common
 * @param known the ID of what all of them are known as before they are shrunk, or null
 * @param shrunk how many were shrunk
 * @param findings which findings those are, by their places in the list of all, from 0
 * @param others the others: in which configurations they occurred and how often, in the order of the plan
 */
public record SignatureCount(
        String signature, @Nullable String known, long shrunk, List<Integer> findings, List<Occurrence> others) {
    /** @throws IllegalArgumentException if the signature is empty, or none was shrunk though they are not known */
    public SignatureCount {
        findings = List.copyOf(findings);
        others = List.copyOf(others);
        Checks.requireText("the signature", signature);
        if (shrunk < 1 && known == null) {
            throw new IllegalArgumentException("no failure of the signature " + signature + " was shrunk");
        }
    }

    /** {@return how many were not shrunk, each configuration counted by itself} */
    public long unshrunk() {
        return others.stream().mapToLong(Occurrence::scenarios).sum();
    }
}
