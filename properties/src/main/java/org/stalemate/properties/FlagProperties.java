package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.Template;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** Accessed and dirty flags (rules PG-AD-*). */
public abstract class FlagProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected FlagProperties() {}

    /** An entry is marked accessed before it is used. */
    @Property(tries = TRIES, seed = SEED)
    void pg_ad_a(@ForAll("pg_ad_a_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_AD_A);
    }

    @Provide
    Arbitrary<Scenario> pg_ad_a_favoured() {
        return scenarios(STANDARD.withPresetFlags(0).with(Template.FLAGS, 30));
    }

    /** A write marks its leaf dirty. */
    @Property(tries = TRIES, seed = SEED)
    void pg_ad_d(@ForAll("pg_ad_d_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_AD_D);
    }

    @Provide
    Arbitrary<Scenario> pg_ad_d_favoured() {
        return scenarios(STANDARD.withPresetFlags(0).with(Template.FLAGS, 30));
    }

    /** Nothing but a write marks a leaf dirty. */
    @Property(tries = TRIES, seed = SEED)
    void pg_ad_spec_d(@ForAll("pg_ad_spec_d_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_AD_SPEC_D);
    }

    @Provide
    Arbitrary<Scenario> pg_ad_spec_d_favoured() {
        return scenarios(STANDARD.withPresetFlags(0).with(Template.FLAGS, 30));
    }
}
