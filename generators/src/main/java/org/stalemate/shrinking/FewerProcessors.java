package org.stalemate.shrinking;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Lets one logical processor do everything, or at least one step more. */
final class FewerProcessors implements Simplification {
    @Override
    public int places(Scenario scenario) {
        int processors = scenario.start().platform().logicalProcessors();
        return processors == 1 ? 0 : processors + scenario.steps().size();
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        int processors = scenario.start().platform().logicalProcessors();
        if (place < processors) {
            return alone(scenario, scenario.start().processors().get(place));
        }
        int index = place - processors;
        Step step = scenario.steps().get(index);
        return step.processor() == 0 ? null : Variants.withStep(scenario, index, by(0, step));
    }

    /** {@return the scenario on one logical processor, which starts with the given registers} */
    private static Scenario alone(Scenario scenario, Registers registers) {
        Platform platform = scenario.start().platform();
        Platform single = new Platform(platform.profile(), platform.maxPhyAddr(), platform.features(), 1);
        Scenario moved = Variants.mapSteps(scenario, step -> by(0, step));
        return Variants.withStart(moved, new Start(single, scenario.start().tables(), List.of(registers)));
    }

    private static Step by(int processor, Step step) {
        return switch (step) {
            case Step.Instruction(var _, Operation operation) -> new Step.Instruction(processor, operation);
            case Step.Init _ -> new Step.Init(processor);
            case Step.Reset _ -> new Step.Reset(processor);
            case Step.Smi _ -> new Step.Smi(processor);
            case Step.InitAndBringUp(var _, long root, int pcid) -> new Step.InitAndBringUp(processor, root, pcid);
        };
    }
}
