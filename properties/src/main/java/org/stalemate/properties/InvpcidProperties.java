package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** INVPCID (rules INVPCID-* and TLB-INVPCID-*). */
public abstract class InvpcidProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected InvpcidProperties() {}

    /** Type 0 drops one page of one PCID. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invpcid_0(@ForAll("tlb_invpcid_0_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVPCID_0);
    }

    @Provide
    Arbitrary<Scenario> tlb_invpcid_0_favoured() {
        return scenarios(STANDARD.with(StepKind.INVPCID_ADDRESS, 30));
    }

    /** Type 1 drops one PCID, current or not. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invpcid_1(@ForAll("tlb_invpcid_1_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVPCID_1);
    }

    @Provide
    Arbitrary<Scenario> tlb_invpcid_1_favoured() {
        return scenarios(STANDARD.with(StepKind.INVPCID_CONTEXT, 30));
    }

    /** Type 2 drops everything, globals included. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invpcid_2(@ForAll("tlb_invpcid_2_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVPCID_2);
    }

    @Provide
    Arbitrary<Scenario> tlb_invpcid_2_favoured() {
        return scenarios(STANDARD.with(StepKind.INVPCID_ALL, 30));
    }

    /** Type 3 drops everything but globals. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invpcid_3(@ForAll("tlb_invpcid_3_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVPCID_3);
    }

    @Provide
    Arbitrary<Scenario> tlb_invpcid_3_favoured() {
        return scenarios(STANDARD.with(StepKind.INVPCID_NON_GLOBAL, 30));
    }

    /** Types above 3 fault. */
    @Property(tries = TRIES, seed = SEED)
    void invpcid_gp_type(@ForAll("invpcid_gp_type_favoured") Scenario scenario) {
        conforms(scenario, Rule.INVPCID_GP_TYPE);
    }

    @Provide
    Arbitrary<Scenario> invpcid_gp_type_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** Reserved bits of the descriptor fault. */
    @Property(tries = TRIES, seed = SEED)
    void invpcid_gp_rsvd(@ForAll("invpcid_gp_rsvd_favoured") Scenario scenario) {
        conforms(scenario, Rule.INVPCID_GP_RSVD);
    }

    @Provide
    Arbitrary<Scenario> invpcid_gp_rsvd_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** Type 0 with a non-canonical address faults. */
    @Property(tries = TRIES, seed = SEED)
    void invpcid_gp_canon(@ForAll("invpcid_gp_canon_favoured") Scenario scenario) {
        conforms(scenario, Rule.INVPCID_GP_CANON);
    }

    @Provide
    Arbitrary<Scenario> invpcid_gp_canon_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }
}
