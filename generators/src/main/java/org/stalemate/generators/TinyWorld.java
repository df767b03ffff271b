package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;
import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * The smallest world in which most of what can go wrong can go wrong: pages x and y below one page table, two roots that
 * translate them differently, PCIDs 1 and 2, accessed and dirty flags preset. Exchanging x and y, with their frames and values,
 * leaves it as it is.
 */
public final class TinyWorld {
    /** Linear address of page x; y follows. */
    public static final long X = 0x1000;

    /** Linear address of page y. */
    public static final long Y = 0x2000;

    /** Frame numbers of the two roots. */
    public static final long ROOT_A = 0x10;

    /** The root that translates x and y to other frames. */
    public static final long ROOT_B = 0x11;

    /** The page table under root A, whose entries 1 and 2 map x and y. */
    public static final long PAGE_TABLE_A = 0x16;

    private static final long DIRECTORY_A = 0x14;
    private static final long SPARE_PAGE_TABLE = 0x18;
    private static final long TABLE = PRESENT | WRITABLE | USER | ACCESSED;
    private static final long PAGE = TABLE | DIRTY;
    private static final long CR4 = CR4_PAE | CR4_PGE | CR4_PCIDE;

    /** Frames come in pairs, an even one for x and the next for y. */
    private static final long FIRST_DATA_FRAME = 0x200;

    private TinyWorld() {}

    /** {@return the start: root A, PCID 1, PGE set, on the given profile and one logical processor} */
    public static Start start(Profile profile) {
        Platform platform = new Platform(profile, 46, EnumSet.complementOf(EnumSet.of(Feature.LA57)), 1);
        List<TableFrame> tables = List.of(
                TableFrame.of(ROOT_A, Map.of(0, entry(0x12))),
                TableFrame.of(ROOT_B, Map.of(0, entry(0x13))),
                TableFrame.of(0x12, Map.of(0, entry(DIRECTORY_A))),
                TableFrame.of(0x13, Map.of(0, entry(0x15))),
                TableFrame.of(DIRECTORY_A, Map.of(0, entry(PAGE_TABLE_A))),
                TableFrame.of(0x15, Map.of(0, entry(0x17))),
                pageTable(PAGE_TABLE_A, 0),
                pageTable(0x17, 1),
                pageTable(SPARE_PAGE_TABLE, 2));
        Registers registers = new Registers(
                CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG,
                0,
                cr3(ROOT_A, 1),
                CR4,
                EFER_LME | EFER_LMA | EFER_NXE,
                ExecutionState.SUPERVISOR_64);
        return new Start(platform, tables, List.of(registers));
    }

    private static TableFrame pageTable(long frame, int pair) {
        return TableFrame.of(frame, Map.of(1, page(pair, 0), 2, page(pair, 1)));
    }

    private static long entry(long frame) {
        return frame << 12 | TABLE;
    }

    private static long page(int pair, int which) {
        return (FIRST_DATA_FRAME + 2L * pair + which) << 12 | PAGE;
    }

    private static long cr3(long root, int pcid) {
        return root << 12 | pcid;
    }

    /** {@return steps of every kind that fills, changes or drops translations here, 32 of them} */
    public static List<Step> alphabet() {
        List<Step> steps = new ArrayList<>();
        for (int which = 0; which < 2; which++) {
            long address = which == 0 ? X : Y;
            int index = 1 + which;
            add(steps, new Operation.Load(address));
            add(steps, new Operation.Store(address, 0x112 + which * 0x100L));
            add(steps, new Operation.StoreTableEntry(PAGE_TABLE_A, index, page(3, which)));
            add(steps, new Operation.StoreTableEntry(PAGE_TABLE_A, index, page(3, which) | GLOBAL));
            add(steps, new Operation.StoreTableEntry(PAGE_TABLE_A, index, page(0, which) & ~WRITABLE));
            add(steps, new Operation.StoreTableEntry(PAGE_TABLE_A, index, page(0, which) & ~PRESENT));
            add(steps, new Operation.InvLpg(address));
            add(steps, new Operation.InvPcid(0, 1, address));
        }
        add(steps, new Operation.StoreTableEntry(DIRECTORY_A, 0, entry(SPARE_PAGE_TABLE)));
        for (long root = ROOT_A; root <= ROOT_B; root++) {
            for (int pcid = 1; pcid <= 2; pcid++) {
                add(steps, new Operation.MovToCr3(cr3(root, pcid)));
                add(steps, new Operation.MovToCr3(cr3(root, pcid) | CR3_NO_FLUSH));
            }
        }
        add(steps, new Operation.InvPcid(1, 1, 0));
        add(steps, new Operation.InvPcid(1, 2, 0));
        add(steps, new Operation.InvPcid(2, 0, 0));
        add(steps, new Operation.InvPcid(3, 0, 0));
        add(steps, new Operation.MovToCr4(CR4 & ~CR4_PGE));
        add(steps, new Operation.MovToCr4(CR4));
        steps.add(new Step.InitAndBringUp(0, ROOT_A, 1));
        return List.copyOf(steps);
    }

    private static void add(List<Step> steps, Operation operation) {
        steps.add(new Step.Instruction(0, operation));
    }

    /** {@return the step with x and y exchanged} */
    public static Step exchanged(Step step) {
        return step instanceof Step.Instruction(int processor, Operation operation)
                ? new Step.Instruction(processor, exchanged(operation))
                : step;
    }

    private static Operation exchanged(Operation operation) {
        return switch (operation) {
            case Operation.Load(long address) -> new Operation.Load(exchanged(address));
            case Operation.Store(long address, long value) ->
                new Operation.Store(exchanged(address), value ^ 0x112 ^ 0x212);
            case Operation.StoreTableEntry edit
            when edit.table() == PAGE_TABLE_A ->
                new Operation.StoreTableEntry(edit.table(), 3 - edit.index(), edit.value() ^ 0x1000);
            case Operation.InvLpg(long address) -> new Operation.InvLpg(exchanged(address));
            case Operation.InvPcid invPcid
            when invPcid.type() == 0 -> new Operation.InvPcid(0, invPcid.descriptor(), exchanged(invPcid.address()));
            default -> operation;
        };
    }

    private static long exchanged(long address) {
        return address ^ X ^ Y;
    }
}
