package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stalemate.generators.Address;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Gives each PAE page-directory-pointer table a frame of its own and a root above it, so that 4-level paging translates alike. */
final class PaeToLongMode {
    private static final int POINTERS = 4;

    /** R/W, U/S and A, which page-directory pointers lack. */
    private static final long RIGHTS = 0x26;

    private final Scenario scenario;

    /** By the physical address of a page-directory-pointer table: the frame of the root that takes its place; the table follows. */
    private final Map<Long, Long> roots = new TreeMap<>();

    PaeToLongMode(Scenario scenario) {
        this.scenario = scenario;
        long next = NormalForm.FIRST_TABLE_FRAME;
        for (TableFrame table : scenario.start().tables()) {
            next = table.frame() < NormalForm.FIRST_DATA_FRAME ? Math.max(next, table.frame() + 1) : next;
        }
        for (Registers registers : scenario.start().processors()) {
            next = name(registers.cr3(), next);
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation.MovToCr3(long value))) {
                next = name(value, next);
            } else if (step instanceof Step.Instruction(var _, Operation.TaskSwitch(int value))) {
                next = name(value, next);
            }
        }
    }

    private long name(long cr3, long next) {
        return roots.putIfAbsent(TableFormat.PAE.root(cr3), next) == null ? next + 2 : next;
    }

    Scenario moved() {
        Scenario moved = Variants.withTables(scenario, tables());
        moved = Variants.mapOperations(moved, this::moved);
        for (int i = 0; i < moved.start().processors().size(); i++) {
            Registers registers = moved.start().processors().get(i);
            if (ModesVisited.mode(registers) == PagingMode.PAE) {
                moved = Variants.withRegisters(moved, i, moved(registers));
            }
        }
        return moved;
    }

    private List<TableFrame> tables() {
        List<TableFrame> tables = new ArrayList<>(scenario.start().tables());
        roots.forEach((pointers, root) -> {
            TreeMap<Integer, Long> entries = new TreeMap<>();
            for (int i = 0; i < POINTERS; i++) {
                long address = pointers + 8L * i;
                long pointer = FoldIntoStart.listed(scenario, Address.frame(address), Address.word(address));
                if (TableFormat.isPresent(pointer)) {
                    entries.put(i, pointer | RIGHTS);
                }
            }
            tables.add(TableFrame.of(root, Map.of(0, (root + 1) << 12 | RIGHTS | 1)));
            tables.add(new TableFrame(root + 1, entries));
        });
        return tables;
    }

    private long cr3(long value) {
        return roots.getOrDefault(TableFormat.PAE.root(value), 0L) << 12;
    }

    private Registers moved(Registers registers) {
        Registers inLongMode = Variants.withEfer(registers, registers.efer() | EFER_LME | EFER_LMA);
        return Variants.withState(Variants.withCr3(inLongMode, cr3(registers.cr3())), moved(registers.state()));
    }

    private static ExecutionState moved(ExecutionState state) {
        boolean usual = state.codeSegment() == CodeSegment.BITS_32;
        return usual ? new ExecutionState(state.cpl(), state.ac(), CodeSegment.BITS_64) : state;
    }

    private Operation moved(Operation operation) {
        return switch (operation) {
            case Operation.MovToCr3(long value) -> new Operation.MovToCr3(cr3(value));
            case Operation.TaskSwitch(int value) -> new Operation.MovToCr3(cr3(value));
            case Operation.WrmsrEfer(long value) -> new Operation.WrmsrEfer(value | EFER_LME);
            case Operation.SetExecutionState(ExecutionState state) -> new Operation.SetExecutionState(moved(state));
            case Operation.StoreTableEntry(long table, int index, long value) -> {
                Long root = roots.get(table << 12 | (index & -POINTERS) * 8L);
                long wider = TableFormat.isPresent(value) ? value | RIGHTS : value;
                yield root == null ? operation : new Operation.StoreTableEntry(root + 1, index % POINTERS, wider);
            }
            default -> operation;
        };
    }
}
