package org.stalemate.specification.caching;

import static org.stalemate.specification.caching.TranslationCache.GLOBAL;
import static org.stalemate.specification.processor.ControlBits.*;
import static org.stalemate.vocabulary.Rule.*;

import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/**
 * The operations that must invalidate, one method each (SDM 4.10.4.1; rules, sections C.2, D and G). What no rule names stays:
 * it may be used for ever.
 */
public final class ArchitecturalForgetting implements Forgetting {
    private final PhysicalMemory memory;
    private final boolean amd;
    private final boolean intel;
    private final boolean strict;

    public ArchitecturalForgetting(Platform platform, PhysicalMemory memory) {
        Profile profile = platform.profile();
        this.memory = memory;
        this.amd = profile.vendor() == Vendor.AMD;
        this.intel = profile.vendor() == Vendor.INTEL;
        this.strict = profile.strict();
    }

    @Override
    public boolean instruction(LogicalProcessor processor, Operation operation, long oldCr0, long oldCr4, int step) {
        RegisterFile registers = processor.registers();
        TranslationCache cache = processor.cache();
        switch (operation) {
            case Operation.MovToCr0 _ -> movToCr0(cache, oldCr0 ^ registers.cr0(), registers, step);
            case Operation.MovToCr3(long value) ->
                movToCr3(cache, RegisterEffects.operand(value, registers), registers, step);
            case Operation.Lmsw _ -> lmsw(cache, oldCr0 ^ registers.cr0(), step);
            case Operation.WrmsrMtrr _ -> Invalidation.everything(cache, TLB_MTRR, step);
            case Operation.MovToCr4 _ -> movToCr4(cache, oldCr4 ^ registers.cr4(), registers, step);
            case Operation.InvLpg(long address) -> invLpg(processor, RegisterEffects.operand(address, registers), step);
            case Operation.InvPcid(long type, long descriptor, long address) ->
                invPcid(processor, (int) type, (int) (descriptor & CR3_PCID), address, step);
            case Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.LoadTableEntry _,
                    Operation.WrmsrEfer _,
                    Operation.WrPkru _,
                    Operation.WrmsrPkrs _,
                    Operation.ReadRegister _,
                    Operation.TaskSwitch _,
                    Operation.LoadTaskRegister _,
                    Operation.SetExecutionState _ -> {
                return false;
            }
        }
        return true;
    }

    private void movToCr0(TranslationCache cache, long changed, RegisterFile registers, int step) {
        boolean turnsOn = registers.pagingIsOn();
        if ((changed & CR0_PG) != 0 && (!turnsOn || strict || amd)) {
            Invalidation.everything(cache, TLB_CR0_PG, step);
        }
        lmsw(cache, changed, step);
    }

    private void lmsw(TranslationCache cache, long changed, int step) {
        if ((changed & CR0_PE) != 0 && strict) {
            Invalidation.everything(cache, TLB_CR0_PE, step);
        }
    }

    private static void movToCr3(TranslationCache cache, long operand, RegisterFile registers, int step) {
        if (!registers.has(CR4_PCIDE)) {
            Invalidation.pcid(cache, 0, TLB_MOVCR3_NOPCID, step);
        } else if ((operand & CR3_NO_FLUSH) == 0) {
            Invalidation.pcid(cache, (int) (operand & CR3_PCID), TLB_MOVCR3_FLUSH, step);
        }
    }

    private void movToCr4(TranslationCache cache, long changed, RegisterFile registers, int step) {
        if ((changed & CR4_PGE) != 0) {
            Invalidation.everything(cache, TLB_CR4_PGE, step);
        }
        if ((changed & CR4_PCIDE) != 0 && !registers.has(CR4_PCIDE)) {
            Invalidation.everything(cache, TLB_CR4_PCIDE_OFF, step);
        }
        if ((changed & CR4_PAE) != 0) {
            everythingOrPcid(cache, strict || amd, registers.pcid(), TLB_CR4_PAE, step);
        }
        if ((changed & CR4_PSE) != 0 && (strict || amd)) {
            Invalidation.everything(cache, TLB_CR4_PSE, step);
        }
        if ((changed & CR4_PKE) != 0 && registers.has(CR4_PKE) && amd) {
            Invalidation.everything(cache, TLB_CR4_PKE, step);
        }
        if ((changed & CR4_SMEP) != 0 && registers.has(CR4_SMEP) && intel) {
            Invalidation.pcid(cache, registers.pcid(), TLB_CR4_SMEP, step);
        }
    }

    private static void everythingOrPcid(TranslationCache cache, boolean everything, int pcid, Rule rule, int step) {
        if (everything) {
            Invalidation.everything(cache, rule, step);
        } else {
            Invalidation.pcid(cache, pcid, rule, step);
        }
    }

    private void invLpg(LogicalProcessor processor, long address, int step) {
        if (!LinearAddress.isCanonical(address, processor.registers().has(CR4_LA57))) {
            return;
        }
        TranslationCache cache = processor.cache();
        int pcid = processor.registers().pcid();
        Invalidation.page(cache, pcid, address, TLB_INVLPG, step);
        Invalidation.globalPage(cache, address, TLB_INVLPG, step);
        int size = sizeOfLargePage(processor, address);
        largePage(cache, cache.slotIfUsed(pcid), address, size, TLB_INVLPG_LARGE, step, _ -> true);
        largePage(cache, GLOBAL, address, size, TLB_INVLPG_LARGE, step, _ -> true);
        Invalidation.structures(cache, pcid, TLB_INVLPG, step);
    }

    private void invPcid(LogicalProcessor processor, int type, int pcid, long address, int step) {
        TranslationCache cache = processor.cache();
        switch (type) {
            case 0 -> {
                Invalidation.page(cache, pcid, address, TLB_INVPCID_0, step);
                int slot = cache.slotIfUsed(pcid);
                if (slot != 0 && pcid == processor.registers().pcid()) {
                    int size = sizeOfLargePage(processor, address);
                    largePage(cache, slot, address, size, TLB_INVPCID_0, step, _ -> true);
                }
                Invalidation.structuresOnPath(cache, pcid, address, TLB_INVPCID_0, step);
                if (amd) {
                    Invalidation.structures(cache, pcid, TLB_INVLPG_AMD, step);
                }
            }
            case 1 -> Invalidation.pcid(cache, pcid, TLB_INVPCID_1, step);
            case 2 -> Invalidation.everything(cache, TLB_INVPCID_2, step);
            case 3 -> Invalidation.allPcids(cache, TLB_INVPCID_3, step);
            default -> {} // legal in a model only that breaks INVPCID-GP-TYPE
        }
    }

    /**
     * The rest of a large page, in one piece or in many (SDM 4.10.2.3 promises it of INVLPG and page faults alike), as long as it is what the current structures specify for the address, or
     * has just been made not present. Once a table has taken its place, or the walk no longer gets there, it is not said whether
     * its pieces for other addresses are still meant (L-INVLPG-SPLINTER), so they may stay.
     */
    private static void largePage(
            TranslationCache cache,
            int slot,
            long address,
            int size,
            Rule rule,
            int step,
            TranslationCache.ItemTest named) {
        if (size != PageSize.SIZE_4K) {
            Invalidation.restOfLargePage(cache, slot, address, size, rule, step, named);
        }
    }

    /**
     * The size of the large page at whose entry a walk of memory as it is ends, present or not, from the roots as they are; 4 KB
     * where it ends elsewhere, or where it is not certain which of several roots there is.
     */
    private int sizeOfLargePage(LogicalProcessor processor, long address) {
        if (!processor.registers().pagingIsOn()) {
            return PageSize.SIZE_4K;
        }
        Roots roots = processor.roots();
        Regime regime = roots.regime();
        PageTree tree = processor.cache().pages().tree(regime.format());
        int size = -1;
        for (int node = tree.firstNode(); node < tree.firstPage(); node++) {
            if (roots.count(tree, node) == 0 || !tree.leadsTo(node, address)) {
                continue;
            }
            for (int i = roots.count(tree, node) - 1; i >= 0; i--) {
                int one = sizeFrom(roots.table(tree, node, i), tree.level(node), regime, address);
                if (size >= 0 && one != size) {
                    return PageSize.SIZE_4K;
                }
                size = one;
            }
        }
        return size < 0 ? PageSize.SIZE_4K : size;
    }

    private int sizeFrom(int root, int rootLevel, Regime regime, long address) {
        int table = root;
        for (int level = rootLevel; level > 1 && table != Roots.NOT_PRESENT; level--) {
            long entry = regime.read(
                    memory, table + regime.format().offset(regime.format().index(address, level)));
            if ((entry & PagingEntry.PRESENT) == 0) {
                boolean large = regime.mapsPage(entry | PagingEntry.PAGE_SIZE, level);
                return large ? regime.pageSize(level) : PageSize.SIZE_4K;
            }
            if (regime.mapsPage(entry, level)) {
                return regime.pageSize(level);
            }
            table = memory.place(PagingEntry.frame(entry)) * PagingFormat.LOCATIONS;
        }
        return PageSize.SIZE_4K;
    }

    @Override
    public void pageFault(LogicalProcessor processor, long address, long access, int code, int step) {
        TranslationCache cache = processor.cache();
        int pcid = processor.registers().pcid();
        Invalidation.page(cache, pcid, address, TLB_PF, step);
        int slot = cache.slotIfUsed(pcid);
        int size = sizeOfLargePage(processor, address);
        if (slot != 0) {
            largePage(cache, slot, address, size, TLB_PF, step, _ -> true);
        }
        if ((code & (PageFaultCode.PRESENT | PageFaultCode.RESERVED)) == PageFaultCode.PRESENT) {
            boolean byKey = (code & PageFaultCode.PROTECTION_KEY) != 0;
            TranslationCache.ItemTest faultsAgain = item -> CachedItem.keyDenies(item, access) == byKey
                    && (byKey || AccessRights.mayForbid(CachedItem.rights(item), access));
            Invalidation.globalPageIf(cache, address, TLB_PF, step, faultsAgain);
            largePage(cache, GLOBAL, address, size, TLB_PF, step, faultsAgain);
        }
        Invalidation.structuresOnPath(cache, pcid, address, TLB_PF, step);
    }

    /** PCIDE is 0 wherever there are task switches. */
    @Override
    public void taskSwitch(LogicalProcessor processor, int step) {
        Invalidation.pcid(processor.cache(), 0, TLB_TASK, step);
    }

    @Override
    public void smi(LogicalProcessor processor, int step) {
        Invalidation.everything(processor.cache(), TLB_SMM, step);
    }

    @Override
    public void init(LogicalProcessor processor, int step) {
        Invalidation.everything(processor.cache(), INIT_TLB, step);
    }

    @Override
    public void reset(LogicalProcessor processor, int step) {
        Invalidation.everything(processor.cache(), RESET_TLB, step);
    }
}
