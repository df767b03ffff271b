package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR0_CD;
import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_NW;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
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

import org.stalemate.generators.Address;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/** Whether instructions could have brought a processor to a start state, which keeps shrinking from leaving what subjects know. */
public final class LegalStart {
    private static final long CR0_BITS = 0xE005_003FL;
    private static final long CR4_ALWAYS = 0x7FFL;
    private static final long EFER_ALWAYS = 1 | EFER_LME | EFER_LMA;

    /** Bits 2:1 and 8:5. */
    private static final long POINTER_RESERVED = 0x1E6;

    private static final int POINTERS = 4;

    private LegalStart() {}

    /** {@return whether every register is as some sequence of instructions can leave it, and every frame exists} */
    public static boolean isLegal(Start start) {
        Platform platform = start.platform();
        for (TableFrame table : start.tables()) {
            if (table.frame() >>> (platform.maxPhyAddr() - 12) != 0) {
                return false;
            }
        }
        for (Registers registers : start.processors()) {
            if (!isLegal(registers, platform) || !pointersAreLegal(registers, start)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLegal(Registers r, Platform platform) {
        boolean longMode = (r.efer() & EFER_LMA) != 0;
        boolean cr0 = (r.cr0() & ~CR0_BITS) == 0
                && (r.cr0() & CR0_ET) != 0
                && (r.cr0() & (CR0_NW | CR0_CD)) != CR0_NW
                && (r.cr0() & (CR0_PG | CR0_PE)) != CR0_PG;
        boolean cr4 = (r.cr4() & ~cr4Bits(platform)) == 0
                && (!longMode || (r.cr4() & CR4_PAE) != 0)
                && (longMode || (r.cr4() & CR4_PCIDE) == 0);
        long eferBits = platform.has(Feature.NX) ? EFER_ALWAYS | EFER_NXE : EFER_ALWAYS;
        boolean efer =
                (r.efer() & ~eferBits) == 0 && longMode == ((r.cr0() & CR0_PG) != 0 && (r.efer() & EFER_LME) != 0);
        // Whoever leaves long mode without loading CR3 keeps bits above bit 31.
        boolean cr3 = r.cr3() >>> platform.maxPhyAddr() == 0;
        boolean keys = (r.pkru() == 0 || platform.has(Feature.PKU)) && (r.pkrs() == 0 || platform.has(Feature.PKS));
        return cr0 && cr4 && efer && cr3 && keys && isLegal(r.state(), (r.cr0() & CR0_PE) != 0);
    }

    private static boolean isLegal(ExecutionState state, boolean protectedMode) {
        return protectedMode || (state.cpl() == 0 && state.codeSegment() == CodeSegment.BITS_16);
    }

    private static long cr4Bits(Platform platform) {
        return CR4_ALWAYS
                | (platform.has(Feature.LA57) ? CR4_LA57 : 0)
                | (platform.has(Feature.PCID) ? CR4_PCIDE : 0)
                | (platform.has(Feature.SMEP) ? CR4_SMEP : 0)
                | (platform.has(Feature.SMAP) ? CR4_SMAP : 0)
                | (platform.has(Feature.PKU) ? CR4_PKE : 0)
                | (platform.has(Feature.PKS) ? CR4_PKS : 0);
    }

    /** No load of PDPTEs accepts a present one with a reserved bit. */
    private static boolean pointersAreLegal(Registers registers, Start start) {
        if (ModesVisited.mode(registers) != PagingMode.PAE) {
            return true;
        }
        long table = TableFormat.PAE.root(registers.cr3());
        long reserved = POINTER_RESERVED | -1L << start.platform().maxPhyAddr();
        for (int i = 0; i < POINTERS; i++) {
            long pointer = word(start, table + 8L * i);
            if (TableFormat.isPresent(pointer) && (pointer & reserved) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long word(Start start, long address) {
        for (TableFrame table : start.tables()) {
            if (table.frame() == Address.frame(address)) {
                return table.entries().getOrDefault(Address.word(address), 0L);
            }
        }
        return DataPattern.at(address);
    }
}
