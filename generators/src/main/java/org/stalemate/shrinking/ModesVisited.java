package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;

import java.util.EnumSet;
import java.util.Set;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** The paging modes that a scenario's processors go through, if no step fails for another reason than a plain mistake in PG, PAE or LA57. */
final class ModesVisited {
    private final Set<PagingMode> modes = EnumSet.noneOf(PagingMode.class);
    private long cr0;
    private long cr4;
    private long efer;

    private ModesVisited() {}

    static Set<PagingMode> of(Scenario scenario) {
        ModesVisited visited = new ModesVisited();
        for (int i = 0; i < scenario.start().processors().size(); i++) {
            visited.follow(scenario, i);
        }
        return visited.modes;
    }

    /** {@return the mode that a processor with these registers is in} */
    static PagingMode mode(Registers registers) {
        return mode(registers.cr0(), registers.cr4(), registers.efer());
    }

    private static PagingMode mode(long cr0, long cr4, long efer) {
        if ((cr0 & CR0_PG) == 0) {
            return PagingMode.NONE;
        }
        if ((efer & EFER_LMA) != 0) {
            return (cr4 & CR4_LA57) != 0 ? PagingMode.LEVEL_5 : PagingMode.LEVEL_4;
        }
        return (cr4 & CR4_PAE) != 0 ? PagingMode.PAE : PagingMode.BITS_32;
    }

    private void follow(Scenario scenario, int processor) {
        Registers registers = scenario.start().processors().get(processor);
        cr0 = registers.cr0();
        cr4 = registers.cr4();
        efer = registers.efer();
        modes.add(mode(registers));
        for (Step step : scenario.steps()) {
            if (step.processor() == processor) {
                take(step);
                modes.add(mode(cr0, cr4, efer));
            }
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Instruction(var _, Operation.MovToCr0(long value)) -> movToCr0(value);
            case Step.Instruction(var _, Operation.MovToCr4(long value)) -> movToCr4(value);
            case Step.Instruction(var _, Operation.WrmsrEfer(long value)) ->
                efer = pagingIsOn() ? efer : value & ~EFER_LMA;
            case Step.Init _, Step.Reset _ -> restart(0, 0, 0);
            case Step.InitAndBringUp _ -> restart(CR0_PE | CR0_PG, CR4_PAE, EFER_LME | EFER_LMA);
            default -> {}
        }
    }

    private boolean pagingIsOn() {
        return (cr0 & CR0_PG) != 0;
    }

    private void restart(long newCr0, long newCr4, long newEfer) {
        cr0 = newCr0;
        cr4 = newCr4;
        efer = newEfer;
    }

    private void movToCr0(long value) {
        boolean on = (value & CR0_PG) != 0;
        boolean entersLongMode = on && !pagingIsOn() && (efer & EFER_LME) != 0;
        boolean refused = (on && (value & CR0_PE) == 0)
                || (entersLongMode && (cr4 & CR4_PAE) == 0)
                || (!on && pagingIsOn() && (cr4 & CR4_PCIDE) != 0);
        if (refused) {
            return;
        }
        boolean longMode = entersLongMode || (on && (efer & EFER_LMA) != 0);
        efer = longMode ? efer | EFER_LMA : efer & ~EFER_LMA;
        cr0 = value;
    }

    private void movToCr4(long value) {
        boolean longMode = (efer & EFER_LMA) != 0;
        boolean refused = longMode && ((value & CR4_PAE) == 0 || ((value ^ cr4) & CR4_LA57) != 0);
        if (!refused) {
            cr4 = value;
        }
    }
}
