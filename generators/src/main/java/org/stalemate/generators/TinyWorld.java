package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
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
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.stalemate.vocabulary.CodeSegment;
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
 * The smallest worlds in which most of what can go wrong in a paging mode can go wrong: pages x and y below one page table, two
 * roots that translate them differently, accessed and dirty flags preset. Exchanging x and y, with their frames and values, leaves
 * each of them as it is.
 */
public enum TinyWorld {
    /** 32-bit paging, where the entry of x is the high half of a word and that of y the low half of the next. */
    BITS_32 {
        @Override
        List<TableFrame> tables() {
            return List.of(
                    TableFrame.of(ROOT_A, Map.of(0, entry(PAGE_TABLE_A))),
                    TableFrame.of(ROOT_B, Map.of(0, entry(PAGE_TABLE_B))),
                    halves(PAGE_TABLE_A, 0),
                    halves(PAGE_TABLE_B, 1),
                    halves(SPARE_PAGE_TABLE, 2));
        }

        private TableFrame halves(long frame, int pair) {
            return TableFrame.of(frame, Map.of(0, page(pair, 0) << 32, 1, page(pair, 1)));
        }

        @Override
        Registers registers() {
            return new Registers(CR0, 0, ROOT_A << 12, CR4_PSE | CR4_PGE, 0, BITS_32_SUPERVISOR);
        }

        @Override
        Operation edit(long table, int index, long value) {
            return new Operation.StoreTableHalf(table, index, (int) value);
        }

        @Override
        List<Step> other() {
            List<Step> steps = new ArrayList<>();
            add(steps, edit(ROOT_A, 0, entry(SPARE_PAGE_TABLE)));
            add(steps, edit(ROOT_A, 0, LARGE_PAGE));
            addLegacySwitches(steps);
            add(steps, new Operation.MovToCr4(CR4_PSE));
            add(steps, new Operation.MovToCr4(CR4_PGE));
            add(steps, new Operation.MovToCr4(CR4_PSE | CR4_PGE));
            return steps;
        }
    },
    /** PAE paging, where the roots are page-directory-pointer tables whose first entries differ. */
    PAE {
        @Override
        List<TableFrame> tables() {
            return List.of(
                    TableFrame.of(ROOT_A, Map.of(0, pdpte(DIRECTORY_A))),
                    TableFrame.of(ROOT_B, Map.of(0, pdpte(DIRECTORY_B))),
                    TableFrame.of(DIRECTORY_A, Map.of(0, entry(PAGE_TABLE_A))),
                    TableFrame.of(DIRECTORY_B, Map.of(0, entry(PAGE_TABLE_B))),
                    pageTable(PAGE_TABLE_A, 0),
                    pageTable(PAGE_TABLE_B, 1),
                    pageTable(SPARE_PAGE_TABLE, 2));
        }

        private long pdpte(long directory) {
            return directory << 12 | PRESENT;
        }

        @Override
        Registers registers() {
            return new Registers(CR0, 0, ROOT_A << 12, CR4_PAE | CR4_PGE, EFER_NXE, BITS_32_SUPERVISOR);
        }

        @Override
        Operation edit(long table, int index, long value) {
            return new Operation.StoreTableEntry(table, index, value);
        }

        @Override
        List<Step> other() {
            List<Step> steps = new ArrayList<>();
            add(steps, edit(DIRECTORY_A, 0, entry(SPARE_PAGE_TABLE)));
            add(steps, edit(DIRECTORY_A, 0, LARGE_PAGE));
            add(steps, edit(ROOT_A, 0, pdpte(DIRECTORY_B)));
            add(steps, edit(ROOT_A, 0, pdpte(DIRECTORY_B) | WRITABLE)); // reserved in a PDPTE
            add(steps, edit(ROOT_A, 0, 0));
            addLegacySwitches(steps);
            add(steps, new Operation.MovToCr4(CR4_PAE));
            add(steps, new Operation.MovToCr4(CR4_PAE | CR4_PGE));
            return steps;
        }
    },
    /** 4-level paging with PCIDs 1 and 2. */
    LEVEL_4 {
        private static final long CR4 = CR4_PAE | CR4_PGE | CR4_PCIDE;

        @Override
        List<TableFrame> tables() {
            return List.of(
                    TableFrame.of(ROOT_A, Map.of(0, entry(0x12))),
                    TableFrame.of(ROOT_B, Map.of(0, entry(0x13))),
                    TableFrame.of(0x12, Map.of(0, entry(DIRECTORY_A))),
                    TableFrame.of(0x13, Map.of(0, entry(DIRECTORY_B))),
                    TableFrame.of(DIRECTORY_A, Map.of(0, entry(PAGE_TABLE_A))),
                    TableFrame.of(DIRECTORY_B, Map.of(0, entry(PAGE_TABLE_B))),
                    pageTable(PAGE_TABLE_A, 0),
                    pageTable(PAGE_TABLE_B, 1),
                    pageTable(SPARE_PAGE_TABLE, 2));
        }

        @Override
        Registers registers() {
            return new Registers(
                    CR0, 0, cr3(ROOT_A, 1), CR4, EFER_LME | EFER_LMA | EFER_NXE, ExecutionState.SUPERVISOR_64);
        }

        @Override
        Operation edit(long table, int index, long value) {
            return new Operation.StoreTableEntry(table, index, value);
        }

        @Override
        List<Step> other() {
            List<Step> steps = new ArrayList<>();
            add(steps, edit(DIRECTORY_A, 0, entry(SPARE_PAGE_TABLE)));
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
            return steps;
        }

        private long cr3(long root, int pcid) {
            return root << 12 | pcid;
        }
    };

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

    private static final long PAGE_TABLE_B = 0x17;
    private static final long SPARE_PAGE_TABLE = 0x18;
    private static final long DIRECTORY_A = 0x14;
    private static final long DIRECTORY_B = 0x15;
    private static final long TABLE = PRESENT | WRITABLE | USER | ACCESSED;
    private static final long PAGE = TABLE | DIRTY;
    private static final long CR0 = CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG;
    private static final ExecutionState BITS_32_SUPERVISOR = new ExecutionState(0, false, CodeSegment.BITS_32);

    /** Frames come in pairs, an even one for x and the next for y. */
    private static final long FIRST_DATA_FRAME = 0x200;

    /** An entry that maps x and y by one page, of 2 or 4 MB. */
    private static final long LARGE_PAGE = 0x400 << 12 | PAGE | PAGE_SIZE;

    abstract List<TableFrame> tables();

    abstract Registers registers();

    /** Writes one paging-structure entry. */
    abstract Operation edit(long table, int index, long value);

    /** {@return the steps that do not name x or y} */
    abstract List<Step> other();

    /** {@return the start: root A, PGE set, on the given profile and one logical processor} */
    public Start start(Profile profile) {
        Platform platform = new Platform(profile, 46, EnumSet.complementOf(EnumSet.of(Feature.LA57)), 1);
        return new Start(platform, tables(), List.of(registers()));
    }

    /** {@return steps of every kind that fills, changes or drops translations here} */
    public List<Step> alphabet() {
        List<Step> steps = new ArrayList<>();
        int pcid = (int) (registers().cr3() & 0xFFF);
        for (int which = 0; which < 2; which++) {
            long address = which == 0 ? X : Y;
            int index = 1 + which;
            add(steps, new Operation.Load(address));
            add(steps, new Operation.Store(address, 0x112 + which * 0x100L));
            add(steps, edit(PAGE_TABLE_A, index, page(3, which)));
            add(steps, edit(PAGE_TABLE_A, index, page(3, which) | GLOBAL));
            add(steps, edit(PAGE_TABLE_A, index, page(0, which) & ~WRITABLE));
            add(steps, edit(PAGE_TABLE_A, index, page(0, which) & ~PRESENT));
            add(steps, new Operation.InvLpg(address));
            add(steps, new Operation.InvPcid(0, pcid, address));
        }
        steps.addAll(other());
        return List.copyOf(steps);
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

    /** The steps of both legacy modes that change roots or drop translations. */
    private static void addLegacySwitches(List<Step> steps) {
        for (long root = ROOT_A; root <= ROOT_B; root++) {
            add(steps, new Operation.MovToCr3(root << 12));
            add(steps, new Operation.TaskSwitch((int) root << 12));
        }
        add(steps, new Operation.InvPcid(1, 0, 0));
        add(steps, new Operation.InvPcid(2, 0, 0));
        add(steps, new Operation.InvPcid(3, 0, 0));
        add(steps, new Operation.MovToCr0(CR0 & ~CR0_PG));
        add(steps, new Operation.MovToCr0(CR0));
        steps.add(new Step.Smi(0));
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
            case Operation.StoreTableEntry(long table, int index, long value)
            when table == PAGE_TABLE_A -> new Operation.StoreTableEntry(table, 3 - index, value ^ 0x1000);
            case Operation.StoreTableHalf(long table, int index, int value)
            when table == PAGE_TABLE_A -> new Operation.StoreTableHalf(table, 3 - index, value ^ 0x1000);
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
