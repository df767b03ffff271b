package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.ControlBits.*;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Step.InitAndBringUp;

/** The instructions between INIT and 64-bit code, as {@link InitAndBringUp} lists them. */
final class BringUp {
    private BringUp() {}

    static List<Operation> instructions(InitAndBringUp step, Architecture architecture) {
        long root = step.root() << 12;
        List<Operation> instructions = new ArrayList<>(List.of(
                new Operation.MovToCr0(CR0_PE),
                new Operation.MovToCr4(CR4_PAE),
                new Operation.MovToCr3(root),
                new Operation.WrmsrEfer(EFER_LME | (architecture.executeDisable ? EFER_NXE : 0)),
                new Operation.MovToCr0(CR0_PE | CR0_NE | CR0_WP | CR0_PG),
                new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64)));
        if (architecture.pcids) {
            instructions.add(new Operation.MovToCr4(CR4_PAE | CR4_PCIDE));
        }
        if (step.pcid() != 0) {
            instructions.add(new Operation.MovToCr3(root | step.pcid() | CR3_NO_FLUSH));
        }
        return instructions;
    }
}
