package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_CD;
import static org.stalemate.specification.processor.ControlBits.CR0_NW;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.TssFormat;

/** Steps that the architecture forbids in most states, or at the borders of what it forbids. */
final class IllegalSteps {
    private static final long[] TYPES = {4, 5, 0xFF, 1L << 32, -1, 1L << 32 | 2};

    private final Draft draft;
    private final RandomSource random;
    private final ContextSwitches switches;

    IllegalSteps(Draft draft, ContextSwitches switches) {
        this.draft = draft;
        random = draft.random;
        this.switches = switches;
    }

    private RegisterFile registers() {
        return draft.recorder.registers();
    }

    void perform() {
        switch (random.below(8)) {
            case 0 -> nonCanonical();
            case 1 -> invPcid();
            case 2 -> draft.perform(new Operation.MovToCr0(illegalCr0()));
            case 3 -> draft.perform(new Operation.MovToCr3(illegalCr3()));
            case 4 ->
                draft.perform(
                        random.chance(60)
                                ? new Operation.MovToCr4(illegalCr4())
                                : new Operation.WrmsrEfer(illegalEfer()));
            case 5 -> draft.perform(aboutKeys());
            case 6 -> aboutTasks();
            default -> privilegedByUser();
        }
    }

    /** A page's address that CR4.LA57 as it is makes non-canonical: the neighbours of the hole, and far inside. */
    private long nonCanonicalAddress() {
        int width = registers().has(CR4_LA57) ? 57 : 48;
        long hole = 1L << (width - 1);
        return switch (random.below(4)) {
            case 0 -> hole;
            case 1 -> -hole - 0x1000;
            case 2 -> narrowed(draft.page(), width) ^ 1L << (width + random.below(64 - width));
            default -> narrowed(draft.page(), width) ^ hole;
        };
    }

    /** {@return the page's address, sign-extended from a width in bits} */
    private static long narrowed(long address, int width) {
        return address << (64 - width) >> (64 - width);
    }

    /** WRPKRU, RDPKRU and IA32_PKRS where they may not exist, be switched off, or have reserved bits set. */
    private Operation aboutKeys() {
        return switch (random.below(4)) {
            case 0 -> new Operation.WrPkru(switches.keyRights());
            case 1 -> new Operation.ReadRegister(random.chance(50) ? Register.PKRU : Register.PKRS);
            case 2 ->
                new Operation.WrmsrPkrs(
                        1L << (32 + random.below(32)) | (registers().cr0() & 0xF));
            default -> new Operation.WrmsrPkrs(switches.keyRights() & 0xFFFF_FFFFL);
        };
    }

    /** LTR without protection, at CPL 3, of a 16-bit TSS in long mode; task switches there, in real mode and without paging. */
    private void aboutTasks() {
        if (random.chance(50)) {
            TssFormat format = random.chance(50) ? TssFormat.BITS_16 : TssFormat.BITS_32;
            draft.perform(new Operation.LoadTaskRegister(format));
        } else {
            switches.forceTaskSwitch();
        }
    }

    /** Outside 64-bit mode the upper half of the address would be dropped, so that only INVLPG is worth a try. */
    private void nonCanonical() {
        long address = nonCanonicalAddress();
        draft.perform(
                switch (registers().in64BitMode() ? random.below(5) : 3) {
                    case 0 -> new Operation.Load(address);
                    case 1 -> new Operation.Store(address, draft.newValue());
                    case 2 -> new Operation.Fetch(address);
                    case 3 -> new Operation.InvLpg(address);
                    default -> new Operation.InvPcid(0, registers().pcid(), address);
                });
    }

    private void invPcid() {
        draft.perform(
                switch (random.below(4)) {
                    case 0 ->
                        new Operation.InvPcid(random.oneOf(TYPES), registers().pcid(), draft.page());
                    case 1 -> new Operation.InvPcid(random.below(4), 1L << (12 + random.below(52)), draft.page());
                    case 2 -> new Operation.InvPcid(random.below(4), draft.pcid(), nonCanonicalAddress());
                    default -> new Operation.InvPcid(random.below(4), draft.pcid(), draft.page());
                });
    }

    private long illegalCr0() {
        long cr0 = registers().cr0();
        return switch (random.below(5)) {
            case 0 -> cr0 & ~CR0_PE;
            case 1 -> (cr0 & ~CR0_CD) | CR0_NW;
            case 2 -> cr0 | 1L << (32 + random.below(32));
            case 3 -> cr0 & ~CR0_PG;
            default -> cr0 & ~(CR0_PG | CR0_PE);
        };
    }

    private long illegalCr3() {
        long cr3 = registers().cr3();
        int maxPhyAddr = draft.platform.maxPhyAddr();
        return switch (random.below(3)) {
            case 0 -> cr3 | 1L << (maxPhyAddr + random.below(63 - maxPhyAddr));
            case 1 -> cr3 | 1L << maxPhyAddr;
            default -> cr3 | CR3_NO_FLUSH;
        };
    }

    private long illegalCr4() {
        long cr4 = registers().cr4();
        return switch (random.below(7)) {
            case 0 -> cr4 ^ CR4_PAE;
            case 1 -> cr4 ^ CR4_LA57;
            case 2 -> cr4 | CR4_PCIDE;
            case 3 -> cr4 | 1L << (32 + random.below(32));
            case 4 -> cr4 | (random.chance(50) ? CR4_SMEP : CR4_SMAP);
            case 5 -> cr4 | (random.chance(50) ? CR4_PKE : CR4_PKS);
            default -> cr4 | 1L << (23 + random.below(9));
        };
    }

    private long illegalEfer() {
        long efer = registers().efer();
        return switch (random.below(4)) {
            case 0 -> efer ^ EFER_LME;
            case 1 -> efer ^ EFER_LMA;
            case 2 -> efer | (random.chance(50) ? 1L << 1 : 1L << (16 + random.below(48)));
            default -> efer ^ EFER_NXE;
        };
    }

    /** A privileged instruction at CPL 3; the processor stays there. */
    private void privilegedByUser() {
        if (registers().state().cpl() == 0) {
            switches.setLevel(1 + random.below(3), registers().state().ac());
        }
        draft.perform(
                switch (random.below(8)) {
                    case 0 -> new Operation.InvLpg(draft.page());
                    case 1 -> new Operation.InvPcid(2, 0, 0);
                    case 2 -> new Operation.MovToCr3(registers().cr3());
                    case 3 -> new Operation.MovToCr4(registers().cr4());
                    case 4 -> new Operation.MovToCr0(registers().cr0());
                    case 5 -> new Operation.Lmsw((int) registers().cr0() & 0xF);
                    case 6 -> random.chance(50) ? Operation.WrmsrMtrr.INSTANCE : new Operation.WrmsrPkrs(0);
                    default ->
                        random.chance(50)
                                ? new Operation.WrmsrEfer(registers().efer())
                                : new Operation.ReadRegister(Register.CR3);
                });
    }
}
