package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.Template;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** Walks, rights and error codes (rules PG-*). */
public abstract class RightsProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected RightsProperties() {}

    /** User accesses need user pages. */
    @Property(tries = TRIES, seed = SEED)
    void pg_rights_us(@ForAll("pg_rights_us_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_RIGHTS_US);
    }

    @Provide
    Arbitrary<Scenario> pg_rights_us_favoured() {
        return scenarios(STANDARD.with(Template.RIGHTS, 30));
    }

    /** User writes need R/W at every level. */
    @Property(tries = TRIES, seed = SEED)
    void pg_rights_rw_user(@ForAll("pg_rights_rw_user_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_RIGHTS_RW_USER);
    }

    @Provide
    Arbitrary<Scenario> pg_rights_rw_user_favoured() {
        return scenarios(STANDARD.with(Template.RIGHTS, 30).with(StepKind.STORE, 40));
    }

    /** Supervisor writes need R/W while CR0.WP=1. */
    @Property(tries = TRIES, seed = SEED)
    void pg_rights_rw_sup(@ForAll("pg_rights_rw_sup_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_RIGHTS_RW_SUP);
    }

    @Provide
    Arbitrary<Scenario> pg_rights_rw_sup_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_WP, 20).with(StepKind.STORE, 40));
    }

    /** Fetches need XD=0 at every level. */
    @Property(tries = TRIES, seed = SEED)
    void pg_rights_xd(@ForAll("pg_rights_xd_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_RIGHTS_XD);
    }

    @Provide
    Arbitrary<Scenario> pg_rights_xd_favoured() {
        return scenarios(STANDARD.with(StepKind.FETCH, 40));
    }

    /** SMEP forbids supervisor fetches from user pages. */
    @Property(tries = TRIES, seed = SEED)
    void pg_smep(@ForAll("pg_smep_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_SMEP);
    }

    @Provide
    Arbitrary<Scenario> pg_smep_favoured() {
        return scenarios(STANDARD.with(StepKind.FETCH, 40).with(StepKind.TOGGLE_SMEP, 20));
    }

    /** SMAP forbids supervisor data accesses to user pages unless AC=1. */
    @Property(tries = TRIES, seed = SEED)
    void pg_smap_expl(@ForAll("pg_smap_expl_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_SMAP_EXPL);
    }

    @Provide
    Arbitrary<Scenario> pg_smap_expl_favoured() {
        return scenarios(STANDARD.with(StepKind.TOGGLE_SMAP, 20).with(StepKind.CHANGE_STATE, 20));
    }

    /** Address bits above MAXPHYADDR are reserved. */
    @Property(tries = TRIES, seed = SEED)
    void pg_rsvd_pa(@ForAll("pg_rsvd_pa_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_RSVD_PA);
    }

    @Provide
    Arbitrary<Scenario> pg_rsvd_pa_favoured() {
        return scenarios(STANDARD.with(StepKind.EDIT_ENTRY, 40));
    }

    /** The error code tells writes. */
    @Property(tries = TRIES, seed = SEED)
    void pg_pf_w(@ForAll("pg_pf_w_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_PF_W);
    }

    @Provide
    Arbitrary<Scenario> pg_pf_w_favoured() {
        return scenarios(STANDARD.with(StepKind.STORE, 40));
    }

    /** The error code tells user accesses. */
    @Property(tries = TRIES, seed = SEED)
    void pg_pf_u(@ForAll("pg_pf_u_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_PF_U);
    }

    @Provide
    Arbitrary<Scenario> pg_pf_u_favoured() {
        return scenarios(STANDARD.with(Template.RIGHTS, 30));
    }

    /** The error code tells fetches. */
    @Property(tries = TRIES, seed = SEED)
    void pg_pf_id(@ForAll("pg_pf_id_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_PF_ID);
    }

    @Provide
    Arbitrary<Scenario> pg_pf_id_favoured() {
        return scenarios(STANDARD.with(StepKind.FETCH, 40));
    }

    /** A non-canonical address is #GP. */
    @Property(tries = TRIES, seed = SEED)
    void pg_canon(@ForAll("pg_canon_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_CANON);
    }

    @Provide
    Arbitrary<Scenario> pg_canon_favoured() {
        return scenarios(STANDARD.with(StepKind.ILLEGAL, 60));
    }
}
