package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Scenarios that differ from a given one in one respect. */
final class Variants {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private Variants() {}

    static Scenario withSteps(Scenario scenario, List<Step> steps) {
        return new Scenario(scenario.start(), steps);
    }

    static Scenario withStart(Scenario scenario, Start start) {
        return new Scenario(start, scenario.steps());
    }

    /** {@return the scenario without the steps {@code from} to {@code to - 1}} */
    static Scenario withoutSteps(Scenario scenario, int from, int to) {
        List<Step> steps = new ArrayList<>(scenario.steps());
        steps.subList(from, to).clear();
        return withSteps(scenario, steps);
    }

    static Scenario withStep(Scenario scenario, int index, Step step) {
        List<Step> steps = new ArrayList<>(scenario.steps());
        steps.set(index, step);
        return withSteps(scenario, steps);
    }

    static Scenario withPlatform(Scenario scenario, Platform platform) {
        Start start = scenario.start();
        return withStart(scenario, new Start(platform, start.tables(), start.processors()));
    }

    static Scenario withRegisters(Scenario scenario, int processor, Registers registers) {
        Start start = scenario.start();
        List<Registers> processors = new ArrayList<>(start.processors());
        processors.set(processor, registers);
        return withStart(scenario, new Start(start.platform(), start.tables(), processors));
    }

    /** {@return the scenario with other tables; those without entries are left out} */
    static Scenario withTables(Scenario scenario, List<TableFrame> tables) {
        Start start = scenario.start();
        List<TableFrame> listed = new ArrayList<>(tables);
        listed.removeIf(table -> table.entries().isEmpty());
        listed.sort((one, other) -> Long.compare(one.frame(), other.frame()));
        return withStart(scenario, new Start(start.platform(), listed, start.processors()));
    }

    /** {@return the scenario with one word of a table listed with another value} */
    static Scenario withEntry(Scenario scenario, long table, int index, long value) {
        List<TableFrame> tables = new ArrayList<>();
        TreeMap<Integer, Long> entries = new TreeMap<>();
        for (TableFrame listed : scenario.start().tables()) {
            if (listed.frame() == table) {
                entries.putAll(listed.entries());
            } else {
                tables.add(listed);
            }
        }
        entries.put(index, value);
        tables.add(new TableFrame(table, entries));
        return withTables(scenario, tables);
    }

    /** {@return the scenario with each step replaced} */
    static Scenario mapSteps(Scenario scenario, UnaryOperator<Step> map) {
        List<Step> steps = new ArrayList<>(scenario.steps().size());
        for (Step step : scenario.steps()) {
            steps.add(map.apply(step));
        }
        return withSteps(scenario, steps);
    }

    /** {@return the scenario with each operation replaced} */
    static Scenario mapOperations(Scenario scenario, UnaryOperator<Operation> map) {
        return mapSteps(
                scenario,
                step -> step instanceof Step.Instruction(int processor, Operation operation)
                        ? new Step.Instruction(processor, map.apply(operation))
                        : step);
    }

    /** What becomes of an entry. */
    interface EntryMap {
        /** {@return the entry of 4 or 8 bytes, in a frame used as given, replaced} */
        long applied(long entry, TableGraph.Use use);
    }

    /** {@return the scenario with each listed entry, and each value stored to an entry, replaced} */
    static Scenario mapEntries(Scenario scenario, EntryMap map) {
        TableGraph graph = TableGraph.of(scenario);
        List<TableFrame> tables = new ArrayList<>();
        for (TableFrame table : scenario.start().tables()) {
            TableGraph.Use use = graph.use(table.frame());
            TreeMap<Integer, Long> entries = new TreeMap<>(table.entries());
            entries.replaceAll((index, value) -> mapWord(value, use, map));
            tables.add(new TableFrame(table.frame(), entries));
        }
        return mapOperations(withTables(scenario, tables), operation -> switch (operation) {
            case Operation.StoreTableEntry(long table, int index, long value) ->
                new Operation.StoreTableEntry(table, index, mapWord(value, graph.use(table), map));
            case Operation.StoreTableHalf(long table, int half, int value) ->
                new Operation.StoreTableHalf(table, half, mapHalf(half, value, graph.use(table), map));
            default -> operation;
        });
    }

    private static long mapWord(long word, TableGraph.Use use, EntryMap map) {
        return use.hasHalves()
                ? map.applied(word & LOW_HALF, use) | map.applied(word >>> 32, use) << 32
                : map.applied(word, use);
    }

    /** Of an 8-byte entry the low half is replaced, unless the new value needs the other one too. */
    private static int mapHalf(int half, int value, TableGraph.Use use, EntryMap map) {
        if (!use.hasHalves() && (half & 1) != 0) {
            return value;
        }
        long mapped = map.applied(value & LOW_HALF, use);
        return mapped >>> 32 == 0 ? (int) mapped : value;
    }

    /** {@return the scenario with each value that CR3 starts with or is loaded with replaced, bring-up included} */
    static Scenario mapCr3(Scenario scenario, LongUnaryOperator map) {
        Start start = scenario.start();
        List<Registers> processors = new ArrayList<>();
        for (Registers registers : start.processors()) {
            processors.add(withCr3(registers, map.applyAsLong(registers.cr3())));
        }
        Scenario started = withStart(scenario, new Start(start.platform(), start.tables(), processors));
        return mapSteps(started, step -> switch (step) {
            case Step.Instruction(int processor, Operation.MovToCr3(long value)) ->
                new Step.Instruction(processor, new Operation.MovToCr3(map.applyAsLong(value)));
            case Step.Instruction(int processor, Operation.TaskSwitch(int value)) -> {
                long mapped = map.applyAsLong(Integer.toUnsignedLong(value));
                yield new Step.Instruction(processor, new Operation.TaskSwitch((int) mapped));
            }
            case Step.InitAndBringUp(int processor, long root, int pcid) -> {
                long value = map.applyAsLong(root << 12 | pcid);
                yield new Step.InitAndBringUp(processor, value >>> 12 & 0xF_FFFF, (int) value & 0xFFF);
            }
            default -> step;
        });
    }

    static Registers withCr0(Registers r, long cr0) {
        return new Registers(cr0, r.cr2(), r.cr3(), r.cr4(), r.efer(), r.pkru(), r.pkrs(), r.state());
    }

    static Registers withCr2(Registers r, long cr2) {
        return new Registers(r.cr0(), cr2, r.cr3(), r.cr4(), r.efer(), r.pkru(), r.pkrs(), r.state());
    }

    static Registers withCr3(Registers r, long cr3) {
        return new Registers(r.cr0(), r.cr2(), cr3, r.cr4(), r.efer(), r.pkru(), r.pkrs(), r.state());
    }

    static Registers withCr4(Registers r, long cr4) {
        return new Registers(r.cr0(), r.cr2(), r.cr3(), cr4, r.efer(), r.pkru(), r.pkrs(), r.state());
    }

    static Registers withEfer(Registers r, long efer) {
        return new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), efer, r.pkru(), r.pkrs(), r.state());
    }

    static Registers withKeyRights(Registers r, int pkru, int pkrs) {
        return new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), r.efer(), pkru, pkrs, r.state());
    }

    static Registers withState(Registers r, ExecutionState state) {
        return new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), r.efer(), r.pkru(), r.pkrs(), state);
    }
}
