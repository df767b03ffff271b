package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR3_PCID;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Step;

/** Steps that leave 64-bit mode and come back: INIT, RESET, paging off and on. */
final class ModeChanges {
    private final Draft draft;
    private final RandomSource random;
    private final ContextSwitches switches;
    private final Invalidations invalidations;
    private final Accesses accesses;

    ModeChanges(Draft draft, ContextSwitches switches, Invalidations invalidations, Accesses accesses) {
        this.draft = draft;
        random = draft.random;
        this.switches = switches;
        this.invalidations = invalidations;
        this.accesses = accesses;
    }

    private RegisterFile registers() {
        return draft.recorder.registers();
    }

    boolean in64BitMode() {
        return draft.recorder.inLongMode() && registers().state().codeSegment() == CodeSegment.BITS_64;
    }

    /** INIT keeps CD and NW, which shows only where they differ from what RESET leaves. */
    void init() {
        if (random.chance(25)) {
            switches.becomeSupervisor();
            switches.toggleCaching();
        }
        draft.recorder.happen(new Step.Init(draft.recorder.processor()));
        stayWithoutPaging();
    }

    void reset() {
        draft.recorder.happen(new Step.Reset(draft.recorder.processor()));
        stayWithoutPaging();
    }

    /** Turns paging off through compatibility mode, does something, and turns it on again. */
    void pagingOff() {
        switches.becomeSupervisor();
        switches.setState(0, false, CodeSegment.BITS_32);
        if (random.chance(25)) {
            accesses.touch(draft.page());
        }
        if (switches.pcidsAreInUse()) {
            if (random.chance(20)) {
                clearPaging();
            }
            switches.toggleCr4(CR4_PCIDE);
        }
        clearPaging();
        stayWithoutPaging();
    }

    private void clearPaging() {
        draft.perform(new Operation.MovToCr0(registers().cr0() & ~CR0_PG));
    }

    private void stayWithoutPaging() {
        if (random.chance(30)) {
            accesses.readRegister();
        }
        for (int left = random.below(4); left > 0; left--) {
            if (random.chance(70)) {
                accesses.touch(draft.page());
            } else {
                changeRegisterWithoutPaging();
            }
        }
        if (random.chance(85)) {
            returnTo64BitMode();
        }
    }

    private void changeRegisterWithoutPaging() {
        switch (random.below(7)) {
            case 0 -> draft.perform(new Operation.MovToCr3(draft.root() << 12 | droppedBits()));
            case 1 -> switches.toggleCr4(CR4_PAE);
            case 2 -> switches.toggleCr4(random.chance(50) ? CR4_PGE : CR4_SMEP);
            case 3 -> switches.toggleNxe();
            case 4 -> switches.toggleWp();
            case 5 -> switches.toggleCr4(CR4_PCIDE);
            default -> accesses.readRegister();
        }
    }

    /** Outside 64-bit mode a register operand has 32 bits, whatever the others are. */
    private long droppedBits() {
        return random.chance(30) ? 1L << (32 + random.below(32)) : 0;
    }

    /** Takes a processor from any state to 64-bit supervisor code under 4-level paging. */
    void returnTo64BitMode() {
        switches.becomeSupervisor();
        if (!draft.recorder.inLongMode()) {
            if (draft.mix.allows(StepKind.INIT_AND_BRING_UP) && random.chance(40)) {
                invalidations.initAndBringUp();
                return;
            }
            turnPagingOn();
        }
        if (registers().state().codeSegment() != CodeSegment.BITS_64) {
            switches.setState(0, registers().state().ac(), CodeSegment.BITS_64);
        }
        if (draft.platform.has(Feature.PCID) && !switches.pcidsAreInUse() && random.chance(85)) {
            switches.togglePcide();
        }
    }

    private void turnPagingOn() {
        if (random.chance(15)) {
            turnPagingOnTooEarly();
        }
        if (registers().state().codeSegment() == CodeSegment.BITS_64) {
            switches.setState(0, registers().state().ac(), CodeSegment.BITS_32);
        }
        if ((registers().cr0() & CR0_PE) == 0) {
            draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PE));
        }
        if ((registers().cr4() & (CR4_PAE | CR4_LA57)) != CR4_PAE) {
            draft.perform(new Operation.MovToCr4((registers().cr4() & ~CR4_LA57) | CR4_PAE));
        }
        boolean lowBits = (registers().cr3() & CR3_PCID) != 0;
        if (lowBits || !draft.layout.isTable(registers().rootFrame()) || random.chance(25)) {
            draft.perform(new Operation.MovToCr3(draft.root() << 12));
        }
        if ((registers().efer() & EFER_LME) == 0) {
            long nxe = draft.platform.has(Feature.NX) && random.chance(90) ? EFER_NXE : 0;
            draft.perform(new Operation.WrmsrEfer(registers().efer() | EFER_LME | nxe));
        }
        if (registers().mode() == PagingMode.NONE) {
            long wp = random.chance(85) ? CR0_WP : 0;
            draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PE | CR0_NE | CR0_PG | wp));
        }
    }

    /** As if PE, PAE and the code segment were right already; where nothing is wrong this succeeds. */
    private void turnPagingOnTooEarly() {
        if (random.chance(40)) {
            switches.setState(0, false, CodeSegment.BITS_64);
        } else if (random.chance(40)) {
            draft.perform(new Operation.MovToCr4(registers().cr4() & ~CR4_PAE));
        }
        draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PG));
    }
}
