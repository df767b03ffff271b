package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR3_PCID;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** INIT and the way back to 64-bit mode, instruction by instruction, as the one step that stands for both. */
final class OneBringUp implements Simplification {
    /** With the root that the instructions load, none being 0, or with CR3 as it was at the start. */
    private static final int ROOTS = 2;

    @Override
    public int places(Scenario scenario) {
        return ROOTS * scenario.steps().size();
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        int init = place / ROOTS;
        if (!(scenario.steps().get(init) instanceof Step.Init(int processor))) {
            return null;
        }
        List<Step> rest = new ArrayList<>();
        long loaded = 0;
        boolean isBack = false;
        for (Step step : scenario.steps().subList(init + 1, scenario.steps().size())) {
            boolean own = step.processor() == processor;
            isBack |= own && looks(step);
            if (!own || isBack || !setsRegisters(step)) {
                rest.add(step);
            } else if (step instanceof Step.Instruction(var _, Operation.MovToCr3(long value))) {
                loaded = value;
            }
        }
        long cr3 = place % ROOTS == 0
                ? loaded
                : scenario.start().processors().get(processor).cr3();
        long root = PagingEntry.frame(cr3);
        if (root >>> 20 != 0 || init + 1 + rest.size() == scenario.steps().size()) {
            return null;
        }
        int pcid = scenario.start().platform().has(Feature.PCID) ? (int) (cr3 & CR3_PCID) : 0;
        List<Step> steps = new ArrayList<>(scenario.steps().subList(0, init));
        steps.add(new Step.InitAndBringUp(processor, root, pcid));
        steps.addAll(rest);
        return Variants.withSteps(scenario, steps);
    }

    private static boolean looks(Step step) {
        return step instanceof Step.Instruction(var _, Operation.Access _)
                || step instanceof Step.Instruction(var _, Operation.SplitAccess _)
                || step instanceof Step.Instruction(var _, Operation.Emulated _);
    }

    private static boolean setsRegisters(Step step) {
        return step instanceof Step.Instruction(var _, Operation operation)
                && switch (operation) {
                    case Operation.MovToCr0 _,
                            Operation.MovToCr3 _,
                            Operation.MovToCr4 _,
                            Operation.WrmsrEfer _,
                            Operation.SetExecutionState _ -> true;
                    default -> false;
                };
    }
}
