package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** MOV to control registers and WRMSR to EFER (rules EN-*). */
public abstract class LegalityProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected LegalityProperties() {}

    /** Bit 63 of CR3 is not kept. */
    @Property(tries = TRIES, seed = SEED)
    void en_cr3_63_pcide1(@ForAll("en_cr3_63_pcide1_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_CR3_63_PCIDE1);
    }

    @Provide
    Arbitrary<Scenario> en_cr3_63_pcide1_favoured() {
        return scenarios(STANDARD.with(StepKind.CR3_NO_FLUSH, 20).with(StepKind.READ_REGISTER, 20));
    }

    /** CR3 bits above MAXPHYADDR fault. */
    @Property(tries = TRIES, seed = SEED)
    void en_cr3_rsvd_lm(@ForAll("en_cr3_rsvd_lm_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_CR3_RSVD_LM);
    }

    @Provide
    Arbitrary<Scenario> en_cr3_rsvd_lm_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** CR4 bits that do not exist fault. */
    @Property(tries = TRIES, seed = SEED)
    void en_cr4_rsvd(@ForAll("en_cr4_rsvd_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_CR4_RSVD);
    }

    @Provide
    Arbitrary<Scenario> en_cr4_rsvd_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** Clearing PAE in long mode faults. */
    @Property(tries = TRIES, seed = SEED)
    void en_cr4_pae_lma(@ForAll("en_cr4_pae_lma_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_CR4_PAE_LMA);
    }

    @Provide
    Arbitrary<Scenario> en_cr4_pae_lma_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** Clearing PG in 64-bit mode faults. */
    @Property(tries = TRIES, seed = SEED)
    void en_cr0_pg_64(@ForAll("en_cr0_pg_64_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_CR0_PG_64);
    }

    @Provide
    Arbitrary<Scenario> en_cr0_pg_64_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }

    /** Changing LME with paging on faults. */
    @Property(tries = TRIES, seed = SEED)
    void en_efer_lme_pg(@ForAll("en_efer_lme_pg_favoured") Scenario scenario) {
        conforms(scenario, Rule.EN_EFER_LME_PG);
    }

    @Provide
    Arbitrary<Scenario> en_efer_lme_pg_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }
}
