package org.stalemate.adapters.story;

import java.util.EnumSet;
import java.util.Set;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * Which features of its processor a scenario uses, so that as many machines as possible can run it. The others can be missing
 * without a difference; those that decide which bits of entries are reserved always count as used.
 */
final class UsedFeatures {
    /** What entries depend on. */
    private static final Set<Feature> OF_ENTRIES = Set.of(Feature.NX, Feature.PAGE_1G, Feature.PSE36);

    private final EnumSet<Feature> used = EnumSet.noneOf(Feature.class);

    private UsedFeatures() {}

    /** {@return the scenario on a processor with the features alone that it uses} */
    static Scenario alone(Scenario scenario) {
        UsedFeatures features = new UsedFeatures();
        features.used.addAll(OF_ENTRIES);
        scenario.start().processors().forEach(features::note);
        scenario.steps().forEach(features::note);
        Start start = scenario.start();
        Platform platform = start.platform();
        features.used.retainAll(platform.features());
        Platform reduced =
                new Platform(platform.profile(), platform.maxPhyAddr(), features.used, platform.logicalProcessors());
        return new Scenario(new Start(reduced, start.tables(), start.processors()), scenario.steps());
    }

    private void note(Registers registers) {
        noteCr4(registers.cr4());
        if (registers.pkru() != 0) {
            used.add(Feature.PKU);
        }
        if (registers.pkrs() != 0) {
            used.add(Feature.PKS);
        }
    }

    private void note(Step step) {
        switch (step) {
            case Step.Instruction(var _, var operation) -> note(operation);
            case Step.InitAndBringUp bringUp -> {
                if (bringUp.pcid() != 0) {
                    used.add(Feature.PCID);
                }
            }
            case Step.ExternalEvent _ -> {}
        }
    }

    private void note(Operation operation) {
        switch (operation) {
            case Operation.MovToCr4(var value) -> noteCr4(value);
            case Operation.InvPcid _ -> used.add(Feature.INVPCID);
            case Operation.WrPkru _ -> used.add(Feature.PKU);
            case Operation.WrmsrPkrs _ -> used.add(Feature.PKS);
            case Operation.ReadRegister(var register) -> {
                if (register == Register.PKRU) {
                    used.add(Feature.PKU);
                } else if (register == Register.PKRS) {
                    used.add(Feature.PKS);
                }
            }
            default -> {}
        }
    }

    private void noteCr4(long value) {
        note(value, 12, Feature.LA57);
        note(value, 17, Feature.PCID);
        note(value, 20, Feature.SMEP);
        note(value, 21, Feature.SMAP);
        note(value, 22, Feature.PKU);
        note(value, 24, Feature.PKS);
    }

    private void note(long cr4, int bit, Feature feature) {
        if ((cr4 >>> bit & 1) != 0) {
            used.add(feature);
        }
    }
}
