package org.stalemate.properties;

import static org.stalemate.generators.GeneratorSettings.STANDARD;
import static org.stalemate.properties.Platforms.only;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.Template;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** INIT and RESET (rules INIT-* and RESET-*). */
public abstract class RestartProperties extends ConformanceProperties {
    /** For extension by a test that names a subject. */
    protected RestartProperties() {}

    /** INIT leaves nothing usable. */
    @Property(tries = TRIES, seed = SEED)
    void init_tlb(@ForAll("init_tlb_favoured") Scenario scenario) {
        conforms(scenario, Rule.INIT_TLB);
    }

    @Provide
    Arbitrary<Scenario> init_tlb_favoured() {
        return scenarios(STANDARD.with(Template.RESTART, 40).withPlatforms(only(Profile.INTEL)));
    }

    /** INIT clears CR2, CR3 and CR4. */
    @Property(tries = TRIES, seed = SEED)
    void init_cr234(@ForAll("init_cr234_favoured") Scenario scenario) {
        conforms(scenario, Rule.INIT_CR234);
    }

    @Provide
    Arbitrary<Scenario> init_cr234_favoured() {
        return scenarios(STANDARD.with(StepKind.INIT, 20).with(StepKind.READ_REGISTER, 20));
    }

    /** INIT clears EFER. */
    @Property(tries = TRIES, seed = SEED)
    void init_efer(@ForAll("init_efer_favoured") Scenario scenario) {
        conforms(scenario, Rule.INIT_EFER);
    }

    @Provide
    Arbitrary<Scenario> init_efer_favoured() {
        return scenarios(STANDARD.with(StepKind.INIT, 20).with(StepKind.READ_REGISTER, 20));
    }

    /** Without paging a linear address is the physical one. */
    @Property(tries = TRIES, seed = SEED)
    void pg_mode_none(@ForAll("pg_mode_none_favoured") Scenario scenario) {
        conforms(scenario, Rule.PG_MODE_NONE);
    }

    @Provide
    Arbitrary<Scenario> pg_mode_none_favoured() {
        return scenarios(STANDARD.with(StepKind.INIT, 20));
    }
}
