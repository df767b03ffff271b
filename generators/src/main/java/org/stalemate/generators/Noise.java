package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;

/** Single steps, drawn from the mix. */
final class Noise {
    private final Draft draft;
    private final RandomSource random;
    private final Accesses accesses;
    private final TableEdits edits;
    private final ContextSwitches switches;
    private final Invalidations invalidations;
    private final ModeChanges modes;
    private final IllegalSteps illegal;

    Noise(
            Draft draft,
            Accesses accesses,
            TableEdits edits,
            ContextSwitches switches,
            Invalidations invalidations,
            ModeChanges modes) {
        this.draft = draft;
        random = draft.random;
        this.accesses = accesses;
        this.edits = edits;
        this.switches = switches;
        this.invalidations = invalidations;
        this.modes = modes;
        illegal = new IllegalSteps(draft, switches);
    }

    /** Draws a kind and performs it. */
    void step() {
        StepKind kind = draft.mix.step(random);
        if (needsSupervisor(kind) && random.chance(90)) {
            switches.becomeSupervisor();
        }
        perform(kind);
    }

    private static boolean needsSupervisor(StepKind kind) {
        return switch (kind) {
            case LOAD, STORE, FETCH, EXCHANGE, IMPLICIT_LOAD, SPLIT_LOAD, SPLIT_STORE, EMULATED, WRPKRU -> false;
            case EDIT_ENTRY, READ_ENTRY, CHANGE_STATE, TASK_SWITCH, SMI, ILLEGAL -> false;
            case INIT_AND_BRING_UP, INIT, RESET, PAGING_OFF, CHANGE_MODE -> false;
            default -> true;
        };
    }

    private void perform(StepKind kind) {
        switch (kind) {
            case LOAD, STORE, FETCH, EXCHANGE, IMPLICIT_LOAD, EMULATED -> accesses.access(kind, draft.page());
            case SPLIT_LOAD, SPLIT_STORE -> accesses.access(kind, draft.pageOfPair());
            case EDIT_ENTRY -> edits.edit(draft.page());
            case READ_ENTRY -> accesses.readEntry();
            case CR3_NO_FLUSH -> switches.keepingSwitch();
            case TOGGLE_PGE -> switches.toggleCr4(CR4_PGE);
            case TOGGLE_SMEP -> switches.toggleCr4(CR4_SMEP);
            case TOGGLE_SMAP -> switches.toggleCr4(CR4_SMAP);
            case TOGGLE_WP -> switches.toggleWp();
            case TOGGLE_NXE -> switches.toggleNxe();
            case TOGGLE_PSE -> switches.toggleCr4(CR4_PSE);
            case TOGGLE_PAE -> modes.togglePae();
            case TOGGLE_PKE -> switches.toggleCr4(CR4_PKE);
            case TOGGLE_PKS -> switches.toggleCr4(CR4_PKS);
            case TOGGLE_CD_NW -> switches.toggleCaching();
            case WRPKRU -> switches.writePkru();
            case WRMSR_PKRS -> switches.writePkrs();
            case LMSW -> switches.loadMachineStatus();
            case CHANGE_STATE -> switches.changeState();
            case READ_REGISTER -> accesses.readRegister();
            case INIT -> modes.init();
            case RESET -> modes.reset();
            case PAGING_OFF -> modes.pagingOff();
            case CHANGE_MODE -> modes.changeMode();
            case ILLEGAL -> illegal.perform();
            default -> invalidations.perform(kind, draft.page());
        }
    }
}
