package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;
import static org.stalemate.properties.Platforms.twoProcessors;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.Template;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** What cached entries belong to (rules C-* and MP-*). */
public abstract class CacheTagProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected CacheTagProperties() {}

    /** Entries of one PCID do not serve another. */
    @Property(tries = TRIES, seed = SEED)
    void c_pcid_tag(@ForAll("c_pcid_tag_favoured") Scenario scenario) {
        conforms(scenario, Rule.C_PCID_TAG);
    }

    @Provide
    Arbitrary<Scenario> c_pcid_tag_favoured() {
        return scenarios(STANDARD.with(Template.RETAG, 30).with(StepKind.CR3_NO_FLUSH, 20));
    }

    /** What is not present is not cached. */
    @Property(tries = TRIES, seed = SEED)
    void c_no_np(@ForAll("c_no_np_favoured") Scenario scenario) {
        conforms(scenario, Rule.C_NO_NP);
    }

    @Provide
    Arbitrary<Scenario> c_no_np_favoured() {
        return scenarios(STANDARD.with(StepKind.EDIT_ENTRY, 40));
    }

    /** A PCID means something on one logical processor only. */
    @Property(tries = TRIES, seed = SEED)
    void mp_tag_local(@ForAll("mp_tag_local_favoured") Scenario scenario) {
        conforms(scenario, Rule.MP_TAG_LOCAL);
    }

    @Provide
    Arbitrary<Scenario> mp_tag_local_favoured() {
        return scenarios(STANDARD.with(Template.SHOOTDOWN, 30).withPlatforms(twoProcessors()));
    }
}
