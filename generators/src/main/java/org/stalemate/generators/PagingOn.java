package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR3_PCID;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.TssFormat;

/** The way from paging off into a paging mode, register by register, as a guest that boots goes it. */
final class PagingOn {
    private final Draft draft;
    private final RandomSource random;
    private final ContextSwitches switches;

    PagingOn(Draft draft, ContextSwitches switches) {
        this.draft = draft;
        random = draft.random;
        this.switches = switches;
    }

    private RegisterFile registers() {
        return draft.registers();
    }

    /** {@return the physical address of a root made for the format, or else of any other} */
    long rootFor(TableFormat format) {
        Tables own = draft.layout.tables(format);
        return random.oneOf((own != null ? own : draft.layout.main()).roots());
    }

    void turnOn(TableFormat format) {
        if (random.chance(15)) {
            turnOnTooEarly();
            if (registers().mode() != PagingMode.NONE) {
                return;
            }
        }
        if ((registers().cr0() & CR0_PE) == 0) {
            draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PE));
        }
        CodeSegment segment = registers().state().codeSegment();
        if (segment == CodeSegment.BITS_64) {
            switches.setState(0, registers().state().ac(), CodeSegment.BITS_32);
        }
        setCr4(format);
        loadRoot(format);
        setEfer(format);
        long wp = random.chance(85) ? CR0_WP : 0;
        if (random.chance(8)) {
            loadTaskRegister(random.chance(75) ? TssFormat.BITS_16 : TssFormat.BITS_32);
        }
        draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PE | CR0_NE | CR0_PG | wp));
        if (registers().mode() == PagingMode.NONE
                && registers().taskRegister() == TssFormat.BITS_16
                && random.chance(90)) {
            becomeWide();
            draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PG | wp));
        }
    }

    private void loadTaskRegister(TssFormat format) {
        draft.perform(new Operation.LoadTaskRegister(format));
    }

    /** Gets rid of a 16-bit TSS, which may bar the way into long mode. */
    private void becomeWide() {
        if (random.chance(25)) {
            draft.perform(new Operation.TaskSwitch((int) registers().cr3()));
        } else {
            loadTaskRegister(TssFormat.BITS_32);
        }
    }

    private void setCr4(TableFormat format) {
        long cr4 = registers().cr4();
        long wanted = cr4 & ~(CR4_PAE | CR4_LA57);
        if (format != TableFormat.BITS_32) {
            wanted |= CR4_PAE;
        } else if (random.chance(70)) {
            wanted |= CR4_PSE;
        }
        if (format == TableFormat.LEVEL_5) {
            wanted |= CR4_LA57;
        }
        if (!format.isOfLongMode() && random.chance(25)) {
            wanted |= CR4_PGE;
        }
        if (wanted != cr4) {
            draft.perform(new Operation.MovToCr4(wanted));
        }
    }

    private void loadRoot(TableFormat format) {
        long cr3 = registers().cr3();
        boolean lowBits = format.isOfLongMode() && (cr3 & CR3_PCID) != 0;
        boolean ownRoot = false;
        Tables own = draft.layout.tables(format);
        if (own != null) {
            for (long root : own.roots()) {
                ownRoot |= root == format.root(cr3);
            }
        }
        if (lowBits || !ownRoot || random.chance(25)) {
            draft.perform(new Operation.MovToCr3(rootFor(format)));
        }
    }

    /** XD is reserved in every entry that has it while NXE=0, so it is mostly set where the scenario started with it. */
    private void setEfer(TableFormat format) {
        long efer = registers().efer();
        long wanted = format.isOfLongMode() ? efer | EFER_LME : efer & ~EFER_LME;
        boolean matters = format != TableFormat.BITS_32 && draft.platform.has(Feature.NX);
        if (matters && random.chance(90)) {
            wanted |= EFER_NXE;
        }
        if (wanted != efer) {
            draft.perform(new Operation.WrmsrEfer(wanted));
        }
    }

    /** As if PE, PAE, the page-directory-pointer table and the code segment were right already; else this fails. */
    private void turnOnTooEarly() {
        if (random.chance(40)) {
            switches.setState(0, false, CodeSegment.BITS_64);
        } else if (random.chance(40)) {
            draft.perform(new Operation.MovToCr4(registers().cr4() & ~CR4_PAE));
        }
        draft.perform(new Operation.MovToCr0(registers().cr0() | CR0_PG));
    }
}
