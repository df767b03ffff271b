package org.stalemate.reports;

import java.util.List;

/**
 * Failures of one signature. Some of them are shrunk, which tells their cause and makes them findings; the others are counted.
 *
 * @param signature their signature
 * @param shrunk how many were shrunk
 * @param others the others: in which configurations they occurred and how often, in the order of the plan
 */
public record SignatureCount(String signature, long shrunk, List<Occurrence> others) {
    /** @throws IllegalArgumentException if the signature is empty or none was shrunk */
    public SignatureCount {
        others = List.copyOf(others);
        Checks.requireText("the signature", signature);
        if (shrunk < 1) {
            throw new IllegalArgumentException("no failure of the signature " + signature + " was shrunk");
        }
    }

    /** {@return how many were not shrunk, each configuration counted by itself} */
    public long unshrunk() {
        return others.stream().mapToLong(Occurrence::scenarios).sum();
    }
}
