package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Step;

/** Steps that make a processor forget translations. */
final class Invalidations {
    private final Draft draft;
    private final RandomSource random;
    private final ContextSwitches switches;

    Invalidations(Draft draft, ContextSwitches switches) {
        this.draft = draft;
        random = draft.random;
        this.switches = switches;
    }

    /** Invalidates with the page in mind, in a way that the mix allows; not at all if there is none. */
    void invalidate(long page) {
        StepKind kind = draft.mix.invalidation(random);
        if (kind != null) {
            perform(kind, page);
        }
    }

    /** Performs a step of a kind that {@link StepKind#invalidates()}. */
    void perform(StepKind kind, long page) {
        switch (kind) {
            case INVLPG -> draft.perform(new Operation.InvLpg(operand(page)));
            case INVPCID_ADDRESS -> invPcid(0, operand(page));
            case INVPCID_CONTEXT -> invPcid(1, 0);
            case INVPCID_ALL -> invPcid(2, 0);
            case INVPCID_NON_GLOBAL -> invPcid(3, 0);
            case CR3_FLUSH -> switches.flushingSwitch();
            case TOGGLE_PGE -> switches.pulseCr4(CR4_PGE);
            case TOGGLE_PCIDE -> switches.togglePcide();
            case TOGGLE_SMEP -> switches.pulseCr4(CR4_SMEP);
            case TOGGLE_PSE -> switches.pulseCr4(CR4_PSE);
            case TOGGLE_PAE -> switches.pulseCr4(CR4_PAE);
            case TOGGLE_PKE -> switches.pulseCr4(CR4_PKE);
            case WRMSR_MTRR -> draft.perform(Operation.WrmsrMtrr.INSTANCE);
            case TASK_SWITCH -> switches.switchTask();
            case SMI -> draft.recorder.happen(new Step.Smi(draft.recorder.processor()));
            case TOGGLE_OTHER -> switches.toggleOther();
            case INIT_AND_BRING_UP -> initAndBringUp();
            default -> throw new IllegalArgumentException(kind + " is not meant to invalidate");
        }
    }

    /** Mostly the page, at any of its bytes; else another page, or one that nothing else names. */
    private long operand(long page) {
        int drawn = random.below(100);
        if (drawn < 65) {
            return page;
        }
        if (drawn < 75) {
            return page | random.below(4096);
        }
        return drawn < 92 ? draft.otherPage(page) : page ^ 0x0123_4500_0000L;
    }

    private void invPcid(long type, long address) {
        boolean current = random.chance(55) || (!switches.pcidsAreInUse() && random.chance(92));
        int pcid = current ? draft.recorder.registers().pcid() : draft.pcid();
        boolean namesNone = type > 1 && random.chance(80);
        draft.perform(new Operation.InvPcid(type, namesNone ? 0 : pcid, address));
    }

    void initAndBringUp() {
        initAndBringUp(draft.bringUpRoot(), random.chance(60) ? 0 : draft.pcid());
    }

    /** INIT and bring-up with a root's physical address, without the PCID where the processor has none. */
    void initAndBringUp(long root, int pcid) {
        int loaded = draft.platform.has(Feature.PCID) ? pcid : 0;
        draft.recorder.happen(new Step.InitAndBringUp(draft.recorder.processor(), Address.frame(root), loaded));
    }
}
