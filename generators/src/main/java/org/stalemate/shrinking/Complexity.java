package org.stalemate.shrinking;

import java.util.HashSet;
import java.util.Set;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * How much there is to understand about a scenario: several numbers, of which an earlier one outweighs all later ones. Each
 * adopted simplification lowers it, so shrinking ends.
 */
public final class Complexity {
    private final long[] parts;

    private Complexity(long[] parts) {
        this.parts = parts;
    }

    /** {@return the complexity of a scenario} */
    public static Complexity of(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        return new Complexity(new long[] {
            scenario.steps().size(),
            processors(scenario),
            distance(scenario.start().platform()),
            distinctNames(scenario),
            operations(scenario),
            listedWords(scenario),
            editedLevels(scenario, graph),
            deviations(scenario, graph),
            magnitude(scenario)
        });
    }

    /** {@return the parts, the weightiest first, each 0 or more} */
    public long[] parts() {
        return parts.clone();
    }

    boolean isBelow(Complexity other) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != other.parts[i]) {
                return parts[i] < other.parts[i];
            }
        }
        return false;
    }

    private static long processors(Scenario scenario) {
        long others = 0;
        for (Step step : scenario.steps()) {
            others += step.processor();
        }
        return scenario.start().platform().logicalProcessors() * 1000L + others;
    }

    private static long distance(Platform platform) {
        long distance = platform.profile().equals(Profile.UNION)
                ? 0
                : platform.profile().strict() ? 2 : 1;
        distance += platform.maxPhyAddr() == NormalForm.MAXPHYADDR ? 0 : 1;
        Set<Object> different = new HashSet<>(NormalForm.FEATURES);
        different.removeAll(platform.features());
        long missing = different.size();
        return distance + 2 * missing + platform.features().size() - NormalForm.FEATURES.size();
    }

    /** Linear pages, roots and PCIDs. */
    private static long distinctNames(Scenario scenario) {
        Set<Long> pages = new HashSet<>();
        Set<Long> roots = new HashSet<>();
        Set<Long> pcids = new HashSet<>();
        for (Registers registers : scenario.start().processors()) {
            roots.add(PagingEntry.frame(registers.cr3()));
            pcids.add(registers.cr3() & 0xFFF);
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.Access access) -> pages.add(access.address() >> 12);
                case Step.Instruction(var _, Operation.InvLpg(long address)) -> pages.add(address >> 12);
                case Step.Instruction(var _, Operation.MovToCr3(long value)) -> {
                    roots.add(PagingEntry.frame(value));
                    pcids.add(value & 0xFFF);
                }
                case Step.Instruction(var _, Operation.InvPcid invPcid) -> {
                    pcids.add(invPcid.descriptor() & 0xFFF);
                    if (invPcid.type() == 0) {
                        pages.add(invPcid.address() >> 12);
                    }
                }
                case Step.InitAndBringUp bringUp -> {
                    roots.add(bringUp.root());
                    pcids.add((long) bringUp.pcid());
                }
                default -> {}
            }
        }
        return (long) pages.size() + roots.size() + pcids.size();
    }

    private static long operations(Scenario scenario) {
        long sum = 0;
        for (Step step : scenario.steps()) {
            sum += rank(step);
        }
        return sum;
    }

    private static long rank(Step step) {
        return switch (step) {
            case Step.Instruction(var _, Operation operation) -> rank(operation);
            case Step.Init _ -> 12;
            case Step.Reset _ -> 14;
            case Step.InitAndBringUp _ -> 13;
        };
    }

    private static long rank(Operation operation) {
        return switch (operation) {
            case Operation.Load _ -> 1;
            case Operation.Store _ -> 2;
            case Operation.Fetch _ -> 3;
            case Operation.LoadTableEntry _ -> 3;
            case Operation.StoreTableEntry _ -> 4;
            case Operation.InvLpg _ -> 4;
            case Operation.MovToCr3(long value) -> value < 0 ? 5 : 6;
            case Operation.InvPcid(long type, long descriptor, var _) ->
                6 + Math.min(Math.abs(type), 9) + (descriptor >>> 12 != 0 ? 1 : 0);
            case Operation.ReadRegister _ -> 3;
            case Operation.SetExecutionState(ExecutionState state) -> 7 + difference(state);
            case Operation.MovToCr0 _, Operation.MovToCr4 _, Operation.WrmsrEfer _ -> 10;
        };
    }

    private static long difference(ExecutionState state) {
        ExecutionState normal = ExecutionState.SUPERVISOR_64;
        long difference = state.cpl() == 0 || state.cpl() == 3 ? 0 : 1;
        difference += state.ac() ? 1 : 0;
        return difference + (state.codeSegment() == normal.codeSegment() ? 0 : 1);
    }

    private static long listedWords(Scenario scenario) {
        long words = 0;
        for (TableFrame table : scenario.start().tables()) {
            words += 1 + table.entries().size();
        }
        return words;
    }

    private static long editedLevels(Scenario scenario, TableGraph graph) {
        long levels = 0;
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation.StoreTableEntry edit)) {
                levels += graph.level(edit.table());
            }
        }
        return levels;
    }

    /** Bits of entries and registers that are not as {@link NormalForm} has them. */
    private static long deviations(Scenario scenario, TableGraph graph) {
        long bits = 0;
        for (TableFrame table : scenario.start().tables()) {
            int level = graph.level(table.frame());
            for (long entry : table.entries().values()) {
                bits += Long.bitCount(entry ^ NormalForm.entry(entry, level));
            }
        }
        for (Registers registers : scenario.start().processors()) {
            bits += Long.bitCount(registers.cr0() ^ NormalForm.CR0);
            bits += Long.bitCount(registers.cr4() ^ NormalForm.CR4);
            bits += Long.bitCount(registers.efer() ^ NormalForm.EFER);
            bits += registers.cr2() == 0 ? 0 : 1;
            bits += difference(registers.state()) + registers.state().cpl();
        }
        for (Step step : scenario.steps()) {
            bits += switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry(long table, var _, long value)) ->
                    Long.bitCount(value ^ NormalForm.entry(value, graph.level(table)));
                case Step.Instruction(var _, Operation.MovToCr0(long value)) -> Long.bitCount(value ^ NormalForm.CR0);
                case Step.Instruction(var _, Operation.MovToCr4(long value)) -> Long.bitCount(value ^ NormalForm.CR4);
                case Step.Instruction(var _, Operation.WrmsrEfer(long value)) -> Long.bitCount(value ^ NormalForm.EFER);
                default -> 0;
            };
        }
        return bits;
    }

    /** Sum of the operands, each shortened so that no single one drowns the others. */
    private static long magnitude(Scenario scenario) {
        long sum = 0;
        for (TableFrame table : scenario.start().tables()) {
            sum += frame(table.frame());
            for (var entry : table.entries().entrySet()) {
                sum += entry.getKey() + entryMagnitude(entry.getValue());
            }
        }
        for (Registers registers : scenario.start().processors()) {
            sum += cr3(registers.cr3());
        }
        for (Step step : scenario.steps()) {
            sum += switch (step) {
                case Step.Instruction(var _, Operation operation) -> magnitude(operation);
                case Step.InitAndBringUp(var _, long root, int pcid) -> frame(root) + pcid;
                case Step.Init _, Step.Reset _ -> 0;
            };
        }
        return sum;
    }

    private static long magnitude(Operation operation) {
        return switch (operation) {
            case Operation.Load(long address) -> address(address);
            case Operation.Fetch(long address) -> address(address);
            case Operation.Store(long address, long value) -> address(address) + frame(value >>> 8);
            case Operation.StoreTableEntry(long table, int index, long value) ->
                frame(table) + index + entryMagnitude(value);
            case Operation.LoadTableEntry(long table, int index) -> frame(table) + index;
            case Operation.MovToCr3(long value) -> cr3(value);
            case Operation.InvLpg(long address) -> address(address);
            case Operation.InvPcid(var _, long descriptor, long address) -> (descriptor & 0xFFF) + address(address);
            case Operation.MovToCr0 _,
                    Operation.MovToCr4 _,
                    Operation.WrmsrEfer _,
                    Operation.ReadRegister _,
                    Operation.SetExecutionState _ -> 0;
        };
    }

    /**
     * The indices that an address selects, and its offset; the upper half of the address space counts as far away, and page 0
     * as an odd choice.
     */
    private static long address(long address) {
        long sum = (address & 0xFFF) == 0 ? 0 : 1;
        for (int level = 1; level <= PagingEntry.ROOT_LEVEL; level++) {
            sum += PagingEntry.index(address, level);
        }
        boolean pageZero = address >>> 12 == 0;
        return sum + (address >>> 48 == 0 ? 0 : 64) + (pageZero ? 8 : 0);
    }

    private static long cr3(long value) {
        return (value & 0xFFF) + frame(PagingEntry.frame(value));
    }

    /** A word that is not present is simplest as 0. */
    private static long entryMagnitude(long entry) {
        return frame(PagingEntry.frame(entry)) + ((entry & PagingEntry.PRESENT) == 0 ? Long.bitCount(entry) : 0);
    }

    private static long frame(long frame) {
        return Math.min(frame & Long.MAX_VALUE, 0x10_0000) + Long.bitCount(frame >>> 20);
    }
}
