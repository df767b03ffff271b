package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;
import static org.stalemate.properties.Platforms.only;

import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.Template;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** The operations that must invalidate (rules TLB-*). */
public abstract class InvalidationProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected InvalidationProperties() {}

    /** INVLPG drops the page under the current PCID and as a global, and every paging-structure entry of that PCID. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invlpg(@ForAll("tlb_invlpg_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVLPG);
    }

    @Provide
    Arbitrary<Scenario> tlb_invlpg_favoured() {
        return scenarios(STANDARD.with(StepKind.INVLPG, 30));
    }

    /** INVLPG drops the whole of a large page, not only the 4 KB of its operand. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_invlpg_large(@ForAll("tlb_invlpg_large_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_INVLPG_LARGE);
    }

    @Provide
    Arbitrary<Scenario> tlb_invlpg_large_favoured() {
        return scenarios(STANDARD.with(StepKind.INVLPG, 30)
                .with(Template.SIZE_CHANGE, 20)
                .with(Template.SHARE, 20));
    }

    /** MOV to CR3 with PCIDE=0 drops all but globals. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_movcr3_nopcid(@ForAll("tlb_movcr3_nopcid_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_MOVCR3_NOPCID);
    }

    @Provide
    Arbitrary<Scenario> tlb_movcr3_nopcid_favoured() {
        return scenarios(STANDARD.with(StepKind.CR3_FLUSH, 30).with(StepKind.TOGGLE_PCIDE, 6));
    }

    /** MOV to CR3 with bit 63 clear drops the PCID that it loads, whatever root it came from. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_movcr3_flush(@ForAll("tlb_movcr3_flush_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_MOVCR3_FLUSH);
    }

    @Provide
    Arbitrary<Scenario> tlb_movcr3_flush_favoured() {
        return scenarios(STANDARD.with(StepKind.CR3_FLUSH, 20).with(StepKind.CR3_NO_FLUSH, 20));
    }

    /** Changing PGE drops everything. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_cr4_pge(@ForAll("tlb_cr4_pge_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_CR4_PGE);
    }

    @Provide
    Arbitrary<Scenario> tlb_cr4_pge_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_PGE, 20).with(Template.GLOBAL, 20));
    }

    /** Clearing PCIDE drops everything. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_cr4_pcide_off(@ForAll("tlb_cr4_pcide_off_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_CR4_PCIDE_OFF);
    }

    @Provide
    Arbitrary<Scenario> tlb_cr4_pcide_off_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_PCIDE, 20));
    }

    /** Setting SMEP drops the current PCID, on Intel. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_cr4_smep(@ForAll("tlb_cr4_smep_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_CR4_SMEP);
    }

    @Provide
    Arbitrary<Scenario> tlb_cr4_smep_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_SMEP, 30).withPlatforms(only(Profile.INTEL)));
    }

    /** Changing PSE drops everything, where the cache-control chapters are followed to the letter. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_cr4_pse(@ForAll("tlb_cr4_pse_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_CR4_PSE);
    }

    @Provide
    Arbitrary<Scenario> tlb_cr4_pse_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_OTHER, 40).withPlatforms(only(Profile.AMD)));
    }

    /** Turning paging off drops everything. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_cr0_pg(@ForAll("tlb_cr0_pg_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_CR0_PG);
    }

    @Provide
    Arbitrary<Scenario> tlb_cr0_pg_favoured() {
        return scenarios(STANDARD.with(StepKind.PAGING_OFF, 20));
    }

    /** A task switch that changes CR3 drops what a MOV to CR3 drops. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_task(@ForAll("tlb_task_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_TASK);
    }

    @Provide
    Arbitrary<Scenario> tlb_task_favoured() {
        return scenarios(
                STANDARD.with(StepKind.TASK_SWITCH, 40).withHomes(Map.of(PagingMode.BITS_32, 1, PagingMode.PAE, 1)));
    }

    /** SMI and RSM drop everything. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_smm(@ForAll("tlb_smm_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_SMM);
    }

    @Provide
    Arbitrary<Scenario> tlb_smm_favoured() {
        return scenarios(STANDARD.with(StepKind.SMI, 30));
    }

    /** A page fault drops what is cached for its address, so that it does not repeat for a stale reason. */
    @Property(tries = TRIES, seed = SEED)
    void tlb_pf(@ForAll("tlb_pf_favoured") Scenario scenario) {
        conforms(scenario, Rule.TLB_PF);
    }

    @Provide
    Arbitrary<Scenario> tlb_pf_favoured() {
        return scenarios(STANDARD.with(StepKind.STORE, 40).with(Template.RIGHTS, 20));
    }
}
