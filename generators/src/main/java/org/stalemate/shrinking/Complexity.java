package org.stalemate.shrinking;

import java.util.HashSet;
import java.util.Set;
import org.stalemate.generators.TableFormat;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.TssFormat;

/**
 * How much there is to understand about a scenario: several numbers, of which an earlier one outweighs all later ones. Each
 * adopted simplification lowers it, so shrinking ends.
 */
public final class Complexity {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

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
            modes(scenario),
            distinctNames(scenario),
            operations(scenario),
            listedWords(scenario),
            editedLevels(scenario, graph),
            deviations(scenario, graph),
            magnitude(scenario, graph)
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

    /** 4-level paging is what everybody knows, and what a bring-up leads to. */
    private static long modes(Scenario scenario) {
        long sum = 0;
        for (Registers registers : scenario.start().processors()) {
            sum += switch (ModesVisited.mode(registers)) {
                case LEVEL_4 -> 0;
                case NONE -> 1;
                case PAE -> 2;
                case BITS_32 -> 3;
                case LEVEL_5 -> 4;
            };
        }
        return sum;
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
                case Step.Instruction(var _, Operation.SplitAccess access) -> {
                    pages.add(access.address() >> 12);
                    pages.add((access.address() >> 12) + 1);
                }
                case Step.Instruction(var _, Operation.Emulated(Operation.Access access)) ->
                    pages.add(access.address() >> 12);
                case Step.Instruction(var _, Operation.InvLpg(long address)) -> pages.add(address >> 12);
                case Step.Instruction(var _, Operation.MovToCr3(long value)) -> {
                    roots.add(PagingEntry.frame(value));
                    pcids.add(value & 0xFFF);
                }
                case Step.Instruction(var _, Operation.TaskSwitch(int cr3)) -> {
                    roots.add(PagingEntry.frame(cr3 & LOW_HALF));
                    pcids.add(cr3 & 0xFFFL);
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
            sum += switch (step) {
                case Step.Instruction(int processor, Operation operation) ->
                    OperationRank.of(
                            operation,
                            ModesVisited.mode(scenario.start().processors().get(processor)));
                case Step.Smi _ -> 11;
                case Step.Init _ -> 12;
                case Step.Reset _ -> 14;
                case Step.InitAndBringUp _ -> 13;
            };
        }
        return sum;
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
            levels += switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry edit) -> graph.level(edit.table());
                case Step.Instruction(var _, Operation.StoreTableHalf edit) -> graph.level(edit.table());
                default -> 0;
            };
        }
        return levels;
    }

    /** Bits of entries and registers that are not as {@link NormalForm} has them. */
    private static long deviations(Scenario scenario, TableGraph graph) {
        long bits = 0;
        for (TableFrame table : scenario.start().tables()) {
            TableGraph.Use use = graph.use(table.frame());
            for (long word : table.entries().values()) {
                bits += Long.bitCount(word ^ NormalForm.word(word, use));
            }
        }
        for (Registers registers : scenario.start().processors()) {
            PagingMode mode = ModesVisited.mode(registers);
            bits += Long.bitCount(registers.cr0() ^ NormalForm.cr0(mode));
            bits += Long.bitCount(registers.cr4() ^ NormalForm.cr4(mode));
            bits += Long.bitCount(registers.efer() ^ NormalForm.efer(mode));
            bits += registers.cr2() == 0 ? 0 : 1;
            bits += Integer.bitCount(registers.pkru()) + Integer.bitCount(registers.pkrs());
            bits += OperationRank.difference(registers.state(), mode)
                    + registers.state().cpl();
        }
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(int processor, Operation operation)) {
                Registers start = scenario.start().processors().get(processor);
                bits += deviation(operation, ModesVisited.mode(start), graph);
            }
        }
        return bits;
    }

    private static long deviation(Operation operation, PagingMode mode, TableGraph graph) {
        return switch (operation) {
            case Operation.StoreTableEntry(long table, var _, long value) ->
                Long.bitCount(value ^ NormalForm.word(value, graph.use(table)));
            case Operation.StoreTableHalf(long table, var _, int value) ->
                Long.bitCount((value & LOW_HALF) ^ NormalForm.half(value, graph.use(table)));
            case Operation.MovToCr0(long value) -> Long.bitCount(value ^ NormalForm.cr0(mode));
            case Operation.MovToCr4(long value) -> Long.bitCount(value ^ NormalForm.cr4(mode));
            case Operation.WrmsrEfer(long value) -> Long.bitCount(value ^ NormalForm.efer(mode));
            case Operation.WrPkru(int value) -> Integer.bitCount(value);
            case Operation.WrmsrPkrs(long value) -> Long.bitCount(value);
            case Operation.Lmsw(int value) -> Integer.bitCount(value ^ 1);
            case Operation.LoadTaskRegister(TssFormat format) -> format == TssFormat.BITS_32 ? 0 : 1;
            default -> 0;
        };
    }

    /** Sum of the operands, each shortened so that no single one drowns the others. */
    private static long magnitude(Scenario scenario, TableGraph graph) {
        long sum = 0;
        for (TableFrame table : scenario.start().tables()) {
            sum += frame(table.frame());
            TableGraph.Use use = graph.use(table.frame());
            for (var entry : table.entries().entrySet()) {
                sum += entry.getKey() + wordMagnitude(entry.getValue(), use);
            }
        }
        for (Registers registers : scenario.start().processors()) {
            sum += cr3(registers.cr3());
        }
        for (Step step : scenario.steps()) {
            sum += switch (step) {
                case Step.Instruction(var _, Operation operation) -> magnitude(operation, graph);
                case Step.InitAndBringUp(var _, long root, int pcid) -> frame(root) + pcid;
                case Step.Init _, Step.Reset _, Step.Smi _ -> 0;
            };
        }
        return sum;
    }

    private static long magnitude(Operation operation, TableGraph graph) {
        return switch (operation) {
            case Operation.Access access -> magnitude(access);
            case Operation.Emulated(Operation.Access access) -> magnitude(access);
            case Operation.SplitLoad(long address) -> bothPages(address);
            case Operation.SplitStore(long address, long value) ->
                bothPages(address) + frame((value & LOW_HALF) >>> 8) + frame(value >>> 40);
            case Operation.StoreTableEntry(long table, int index, long value) ->
                frame(table) + index + wordMagnitude(value, graph.use(table));
            case Operation.StoreTableHalf(long table, int half, int value) ->
                frame(table) + half / 2 + entryMagnitude(value & LOW_HALF, graph.use(table));
            case Operation.LoadTableEntry(long table, int index) -> frame(table) + index;
            case Operation.MovToCr3(long value) -> cr3(value);
            case Operation.TaskSwitch(int cr3) -> cr3(cr3 & LOW_HALF);
            case Operation.InvLpg(long address) -> address(address);
            case Operation.InvPcid(var _, long descriptor, long address) -> (descriptor & 0xFFF) + address(address);
            case Operation.MovToCr0 _,
                    Operation.Lmsw _,
                    Operation.LoadTaskRegister _,
                    Operation.MovToCr4 _,
                    Operation.WrmsrEfer _,
                    Operation.WrPkru _,
                    Operation.WrmsrPkrs _,
                    Operation.WrmsrMtrr _,
                    Operation.ReadRegister _,
                    Operation.SetExecutionState _ -> 0;
        };
    }

    private static long magnitude(Operation.Access access) {
        return address(access.address())
                + switch (access) {
                    case Operation.Store(var _, long value) -> frame(value >>> 8);
                    case Operation.Exchange(var _, long value) -> frame(value >>> 8);
                    case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ -> 0;
                };
    }

    private static long bothPages(long address) {
        long firstPage = address & -0x1000L;
        return address(firstPage) + address(firstPage + 0x1000);
    }

    /**
     * The indices that an address selects, and its offset; the upper half of the address space counts as far away, and page 0
     * as an odd choice.
     */
    private static long address(long address) {
        long sum = (address & 0xFFF) == 0 ? 0 : 1;
        for (int level = 1; level <= TableFormat.LEVEL_4.rootLevel(); level++) {
            sum += TableFormat.LEVEL_4.index(address, level);
        }
        boolean pageZero = address >>> 12 == 0;
        return sum + (address >>> 48 == 0 ? 0 : 64) + (pageZero ? 8 : 0);
    }

    private static long cr3(long value) {
        return (value & 0xFFF) + frame(PagingEntry.frame(value));
    }

    private static long wordMagnitude(long word, TableGraph.Use use) {
        return use.hasHalves()
                ? entryMagnitude(word & LOW_HALF, use) + entryMagnitude(word >>> 32, use)
                : entryMagnitude(word, use);
    }

    /** An entry that is not present is simplest as 0. */
    private static long entryMagnitude(long entry, TableGraph.Use use) {
        long frame = frame(use.format().target(entry) >>> 12);
        return frame + (TableFormat.isPresent(entry) ? 0 : Long.bitCount(entry));
    }

    private static long frame(long frame) {
        return Math.min(frame & Long.MAX_VALUE, 0x10_0000) + Long.bitCount(frame >>> 20);
    }
}
