package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_CD;
import static org.stalemate.specification.processor.ControlBits.CR0_NW;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.CR3_PCID;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;

/** Steps that change registers while paging stays on. */
final class ContextSwitches {
    private static final long CR0_MP = 1L << 1;
    private static final long CR0_TS = 1L << 3;
    private static final long CR0_AM = 1L << 18;
    private static final long CR4_TSD = 1L << 2;
    private static final long EFER_SCE = 1;
    private static final long PWT_AND_PCD = 0x18;

    private final Draft draft;
    private final RandomSource random;

    ContextSwitches(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    private RegisterFile registers() {
        return draft.recorder.registers();
    }

    boolean pcidsAreInUse() {
        return (registers().cr4() & CR4_PCIDE) != 0;
    }

    /** Loads CR3 with a root's physical address; without PCIDs in use the PCID and the wish to keep translations are dropped. */
    void loadCr3(long root, int pcid, boolean noFlush) {
        long value = root;
        if (pcidsAreInUse()) {
            value |= noFlush ? pcid | CR3_NO_FLUSH : pcid;
        } else if (random.chance(6)) {
            value |= PWT_AND_PCD;
        }
        draft.perform(new Operation.MovToCr3(value));
    }

    /** A load of CR3 with bit 63 clear: now and then the value that is there already, else root and PCID drawn apart. */
    void flushingSwitch() {
        boolean sameValue = random.chance(25);
        long root = sameValue ? draft.currentRoot() : draft.root();
        loadCr3(root, sameValue ? registers().pcid() : draft.pcid(), false);
    }

    /** A load of CR3 with bit 63 set, root and PCID drawn apart. */
    void keepingSwitch() {
        boolean samePcid = random.chance(30);
        loadCr3(draft.root(), samePcid ? registers().pcid() : draft.pcid(), true);
    }

    /** Mostly to another root; the value that CR3 has already now and then. Seldom in long mode, which has no task switches. */
    void switchTask() {
        if (!registers().longModeIsActive() || random.chance(20)) {
            forceTaskSwitch();
        }
    }

    /** A task switch in any mode, unless the manuals leave open how it ends. */
    void forceTaskSwitch() {
        boolean sameValue = random.chance(15);
        long cr3 = sameValue ? registers().cr3() : draft.root() | (random.chance(6) ? PWT_AND_PCD : 0);
        Operation operation = new Operation.TaskSwitch((int) cr3);
        if (draft.recorder.hasVerdict(operation)) {
            draft.perform(operation);
        }
    }

    /** {@return whether the mix has a load of CR3 that it may now use} */
    boolean maySwitch() {
        return draft.mix.allows(StepKind.CR3_FLUSH) || (draft.mix.allows(StepKind.CR3_NO_FLUSH) && pcidsAreInUse());
    }

    /** Loads CR3 in a way that the mix allows, mostly without flush. */
    void switchTo(long root, int pcid) {
        boolean mayKeep = draft.mix.allows(StepKind.CR3_NO_FLUSH) && pcidsAreInUse();
        boolean noFlush = mayKeep && (!draft.mix.allows(StepKind.CR3_FLUSH) || random.chance(75));
        loadCr3(root, pcid, noFlush);
    }

    /** Inverts bits of CR4. */
    void toggleCr4(long bits) {
        draft.perform(new Operation.MovToCr4(registers().cr4() ^ bits));
    }

    /** Inverts bits of CR4, and mostly inverts them back, since either direction removes translations or neither. */
    void pulseCr4(long bits) {
        toggleCr4(bits);
        if (random.chance(70)) {
            toggleCr4(bits);
        }
    }

    /** PCIDE can be set only while CR3 bits 11:0 are clear, so they are mostly cleared first. */
    void togglePcide() {
        if (!pcidsAreInUse() && (registers().cr3() & CR3_PCID) != 0 && random.chance(85)) {
            draft.perform(new Operation.MovToCr3(registers().cr3() & ~CR3_PCID));
        }
        toggleCr4(CR4_PCIDE);
    }

    void toggleWp() {
        draft.perform(new Operation.MovToCr0(registers().cr0() ^ CR0_WP));
    }

    void toggleNxe() {
        draft.perform(new Operation.WrmsrEfer(registers().efer() ^ EFER_NXE));
    }

    /** Inverts something that changes no rights and that only some profiles let flush. */
    void toggleOther() {
        switch (random.below(6)) {
            case 0, 1 -> toggleCr4(CR4_PSE);
            case 2 -> toggleCr4(CR4_TSD);
            case 3 -> draft.perform(new Operation.WrmsrEfer(registers().efer() ^ EFER_SCE));
            case 4 ->
                draft.perform(
                        new Operation.MovToCr0(registers().cr0() ^ random.oneOf(new long[] {CR0_MP, CR0_TS, CR0_AM})));
            default -> toggleCaching();
        }
    }

    /** Sets CD, with or without NW, or clears both. */
    void toggleCaching() {
        long cr0 = registers().cr0();
        boolean disabled = (cr0 & CR0_CD) != 0;
        draft.perform(new Operation.MovToCr0(
                disabled ? cr0 & ~(CR0_CD | CR0_NW) : cr0 | CR0_CD | (random.chance(50) ? CR0_NW : 0)));
    }

    /** To another CPL or EFLAGS.AC, rarely to another code segment than the mode's usual one. */
    void changeState() {
        int cpl = random.chance(55) ? 3 : random.chance(80) ? 0 : 1 + random.below(2);
        CodeSegment drawn = random.chance(93) ? draft.usualSegment() : unusualSegment();
        CodeSegment segment = draft.limits.segments().contains(drawn) ? drawn : draft.usualSegment();
        setState(cpl, random.chance(50), segment);
    }

    private CodeSegment unusualSegment() {
        if (random.chance(20)) {
            return CodeSegment.BITS_16;
        }
        return draft.usualSegment() == CodeSegment.BITS_64 ? CodeSegment.BITS_32 : CodeSegment.BITS_64;
    }

    /** Another CPL and EFLAGS.AC in the usual code segment. */
    void setLevel(int cpl, boolean ac) {
        setState(cpl, ac, draft.usualSegment());
    }

    void setState(int cpl, boolean ac, CodeSegment segment) {
        draft.perform(new Operation.SetExecutionState(new ExecutionState(cpl, ac, segment)));
    }

    /** Back to CPL 0 where the processor is elsewhere. */
    void becomeSupervisor() {
        if (registers().state().cpl() != 0) {
            setState(0, registers().state().ac(), registers().state().codeSegment());
        }
    }

    /** WRPKRU, with CR4.PKE set first where the mix has that; else it is #UD, and mostly left out. */
    void writePkru() {
        if (!registers().has(CR4_PKE) && draft.mix.allows(StepKind.TOGGLE_PKE)) {
            becomeSupervisor();
            toggleCr4(CR4_PKE);
        }
        if (registers().has(CR4_PKE) || random.chance(10)) {
            draft.perform(new Operation.WrPkru(keyRights()));
        }
    }

    /** WRMSR of IA32_PKRS, with CR4.PKS set first where the mix has that; else it has no effect, and is mostly left out. */
    void writePkrs() {
        if (!registers().has(CR4_PKS) && draft.mix.allows(StepKind.TOGGLE_PKS)) {
            toggleCr4(CR4_PKS);
        }
        if (!registers().has(CR4_PKS) && random.chance(60)) {
            return;
        }
        draft.perform(new Operation.WrmsrPkrs(keyRights() & 0xFFFF_FFFFL));
    }

    /** {@return rights of all keys: none disabled, or something about one that the scenario uses, or about all} */
    int keyRights() {
        if (random.chance(45)) {
            return 0;
        }
        int disabled = 1 + random.below(3);
        return random.chance(85) ? disabled << (2 * draft.style.key()) : random.chance(50) ? 0xAAAA_AAAA : 0x5555_5554;
    }

    /** LMSW with some of its four bits inverted; PE among them, which it cannot clear. */
    void loadMachineStatus() {
        draft.perform(new Operation.Lmsw(((int) registers().cr0() & 0xF) ^ (1 << random.below(4))));
    }
}
