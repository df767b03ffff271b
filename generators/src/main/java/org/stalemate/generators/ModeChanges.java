package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Step;

/** Steps that leave the home mode and come back: INIT, RESET, paging off and on, other paging modes. */
final class ModeChanges {
    private static final PagingMode[] MODES = PagingMode.values();

    private final Draft draft;
    private final RandomSource random;
    private final ContextSwitches switches;
    private final Invalidations invalidations;
    private final Accesses accesses;
    private final PagingOn pagingOn;

    ModeChanges(Draft draft, ContextSwitches switches, Invalidations invalidations, Accesses accesses) {
        this.draft = draft;
        random = draft.random;
        this.switches = switches;
        this.invalidations = invalidations;
        this.accesses = accesses;
        pagingOn = new PagingOn(draft, switches);
    }

    private RegisterFile registers() {
        return draft.registers();
    }

    private PagingMode mode() {
        return registers().mode();
    }

    /** {@return whether it is time to go home: seldom from a mode that there are tables of, sooner from any other} */
    boolean isDrawnHome() {
        if (draft.isAtHome()) {
            return false;
        }
        TableFormat format = TableFormat.of(mode());
        boolean hasTables = format != null && draft.layout.tables(format) != null;
        return random.chance(hasTables && draft.plan.home() != mode() ? 8 : 35);
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

    /** Turns paging off, does something, and turns it on again. */
    void pagingOff() {
        leavePaging();
        stayWithoutPaging();
    }

    /** Out of long mode through compatibility mode. */
    private void leavePaging() {
        switches.becomeSupervisor();
        if (registers().state().codeSegment() == CodeSegment.BITS_64) {
            switches.setState(0, false, CodeSegment.BITS_32);
        }
        if (mode() == PagingMode.NONE) {
            return;
        }
        if (random.chance(20)) {
            accesses.touch(draft.page());
        }
        if (switches.pcidsAreInUse()) {
            if (random.chance(20)) {
                clearPaging();
            }
            switches.toggleCr4(CR4_PCIDE);
        }
        clearPaging();
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
            goHome();
        }
    }

    private void changeRegisterWithoutPaging() {
        switch (random.below(8)) {
            case 0 -> draft.perform(new Operation.MovToCr3(draft.root() | droppedBits()));
            case 1 -> switches.toggleCr4(CR4_PAE);
            case 2 -> switches.toggleCr4(random.chance(50) ? CR4_PGE : CR4_SMEP);
            case 3 -> switches.toggleNxe();
            case 4 -> switches.toggleWp();
            case 5 -> switches.toggleCr4(CR4_PCIDE);
            case 6 -> switches.toggleCr4(draft.platform.has(Feature.LA57) ? CR4_LA57 : CR4_PSE);
            default -> accesses.readRegister();
        }
    }

    /** Outside 64-bit mode a register operand has 32 bits, whatever the others are. */
    private long droppedBits() {
        return random.chance(30) ? 1L << (32 + random.below(32)) : 0;
    }

    /** To a mode that is not the present one, mostly one that there are tables of. */
    void changeMode() {
        Tables second = draft.layout.second();
        PagingMode target = second != null && random.chance(85)
                ? second.format().mode()
                : random.chance(50) ? draft.layout.main().format().mode() : MODES[random.below(MODES.length)];
        if (target == PagingMode.LEVEL_5 && !draft.platform.has(Feature.LA57)) {
            target = PagingMode.LEVEL_4;
        }
        goTo(target == mode() ? draft.plan.home() : target);
    }

    /** CR4.PAE, in most cases with CR3 loaded for the mode to come; outside 32-bit and PAE paging just so. */
    void togglePae() {
        PagingMode mode = mode();
        if (random.chance(75) && mode == PagingMode.BITS_32) {
            goTo(PagingMode.PAE);
        } else if (random.chance(75) && mode == PagingMode.PAE) {
            goTo(PagingMode.BITS_32);
        } else {
            switches.toggleCr4(CR4_PAE);
        }
    }

    /** Takes a processor from any state to supervisor code in the home mode. */
    void goHome() {
        PagingMode home = draft.plan.home();
        boolean bringsUp = home == PagingMode.LEVEL_4 && !registers().longModeIsActive();
        if (bringsUp && draft.mix.allows(StepKind.INIT_AND_BRING_UP) && random.chance(40)) {
            invalidations.initAndBringUp();
            return;
        }
        goTo(home);
    }

    /** Takes a processor from any state to supervisor code in a mode, if the processor has it and nothing illegal intervenes. */
    void goTo(PagingMode target) {
        switches.becomeSupervisor();
        TableFormat format = TableFormat.of(target);
        boolean legacy = isLegacy(target) && isLegacy(mode());
        if (format == null) {
            leavePaging();
        } else if (mode() != target && legacy && random.chance(60)) {
            flipPae(format);
        } else if (mode() != target) {
            leavePaging();
            if (mode() == PagingMode.NONE) {
                pagingOn.turnOn(format);
            }
        }
        if (mode() == target
                && registers().state().codeSegment() != draft.usualSegment()
                && target != PagingMode.NONE) {
            switches.setState(0, registers().state().ac(), draft.usualSegment());
        }
        boolean mayHavePcids = registers().longModeIsActive() && draft.platform.has(Feature.PCID);
        if (mayHavePcids && !switches.pcidsAreInUse() && random.chance(85)) {
            switches.togglePcide();
        }
    }

    private static boolean isLegacy(PagingMode mode) {
        return mode == PagingMode.BITS_32 || mode == PagingMode.PAE;
    }

    /** From 32-bit to PAE paging CR3 has to name pointer tables beforehand; the other way round it is loaded afterwards. */
    private void flipPae(TableFormat target) {
        boolean before = target == TableFormat.PAE;
        boolean loads = random.chance(90);
        if (before && loads) {
            draft.perform(new Operation.MovToCr3(pagingOn.rootFor(target)));
        }
        switches.toggleCr4(CR4_PAE);
        if (!before && loads) {
            draft.perform(new Operation.MovToCr3(pagingOn.rootFor(target)));
        }
    }
}
