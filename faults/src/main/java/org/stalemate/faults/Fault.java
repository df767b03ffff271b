package org.stalemate.faults;

import java.util.List;
import java.util.function.UnaryOperator;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.mmu.KvmLikeMmu;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.Parts;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/**
 * A named defect: one decision of one part of the MMU, taken wrongly.
 *
 * @param id what the catalogue calls it
 * @param alias a short name
 * @param title the defect in a few words
 * @param origin the public commit, advisory or erratum that the defect comes from
 * @param configuration the MMU on which it shows
 * @param requirement the platforms on which it shows
 * @param faultClass who can see it
 * @param blame the rules that may be blamed for it, reviewed by hand, the likeliest first
 * @param litmus the shortest known scenario; its last step has to give what is permitted there, and gives what is forbidden
 * @param defect replaces one part
 */
public record Fault(
        String id,
        String alias,
        String title,
        String origin,
        MmuConfiguration configuration,
        Requirement requirement,
        FaultClass faultClass,
        List<Rule> blame,
        LitmusTest litmus,
        UnaryOperator<Parts> defect) {
    /** Copies the list of rules. */
    public Fault {
        blame = List.copyOf(blame);
    }

    /** {@return the shortest known scenario; only its last step shows the defect} */
    public Scenario shortest() {
        return litmus.scenario();
    }

    /** {@return a new MMU with this defect} */
    public Mmu create() {
        return new KvmLikeMmu(configuration, defect.apply(Parts.standard()));
    }

    /** {@return a new MMU of the same configuration without it} */
    public Mmu createSound() {
        return new KvmLikeMmu(configuration);
    }

    @Override
    public String toString() {
        return id;
    }
}
