package org.stalemate.adapters.encoding;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * Turns scenarios into blocks of the agent's program, one after the other. A block ends before the first step that the target cannot
 * execute, or whose effect would not be the scenario's. Not safe for use by several threads.
 */
public final class BlockEncoder {
    private static final long CR4_LA57 = 1L << 12;
    private static final long EFER_LMA = 1L << 10;

    private final Target target;
    private final Words words = new Words();
    private final LongIndex tableFrames = new LongIndex();
    private final Dictionary.Maker data = new Dictionary.Maker();
    private final Roots roots = new Roots(words);
    private final Answers answers = new Answers();
    private final Reach reach = new Reach(words, tableFrames, data, roots, answers);
    private final LowWindow window = new LowWindow();
    private final BlockWriter writer = new BlockWriter(window);
    private final RegisterHistory registers;
    private final StepEncoder steps;

    /** Encodes for a target. */
    public BlockEncoder(Target target) {
        this.target = target;
        registers = new RegisterHistory(target);
        AccessEncoder accesses = new AccessEncoder(words, data, reach, answers, registers, writer);
        TableEncoder tables = new TableEncoder(words, reach, window, writer);
        steps = new StepEncoder(target.avoided(), roots, registers, accesses, tables, writer);
    }

    /**
     * {@return the scenario as a block}
     *
     * @param id what the results of the block repeat, not 0
     */
    public Block encode(Scenario scenario, int id) {
        String obstacle = begin(scenario.start(), leaves64BitCode(scenario));
        for (int i = 0; i < scenario.steps().size() && obstacle == null; i++) {
            obstacle = add(scenario.steps().get(i));
        }
        return assemble(scenario, id, obstacle);
    }

    /** {@return the steps added since the beginning as a block} */
    Block assemble(Scenario scenario, int id, @Nullable String obstacle) {
        Registers first = scenario.start().processors().getFirst();
        boolean fiveLevels = (first.cr4() & CR4_LA57) != 0;
        boolean longMode = (first.efer() & EFER_LMA) != 0;
        return writer.assemble(scenario, id, fiveLevels && longMode, words, data.copy(), obstacle);
    }

    /**
     * Begins a block. Whatever it returns, what comes next depends on this start alone.
     *
     * @param leaves64BitCode whether its steps may leave 64-bit code
     * @return why the target cannot be brought to the start, or null
     */
    @Nullable
    String begin(Start start, boolean leaves64BitCode) {
        words.clear();
        tableFrames.clear();
        data.clear();
        answers.clear();
        writer.clear();
        reach.reset(start.platform());
        window.reset(leaves64BitCode);
        String atLoading = load(start);
        String before = obstacle(start);
        return before == null ? atLoading : before;
    }

    /** {@return why the target cannot execute a step after those added so far, or null if it is now one of them} */
    @Nullable
    String add(Step step) {
        mark();
        String obstacle = steps.encode(step);
        if (obstacle == null && !(window.isWide() && writer.listsFit())) {
            obstacle = "the scenario reaches too many words";
        }
        if (obstacle != null) {
            undo();
        }
        return obstacle;
    }

    private void mark() {
        words.mark();
        data.mark();
        roots.mark();
        answers.mark();
        window.mark();
        writer.mark();
        registers.mark();
    }

    private void undo() {
        words.undo();
        data.undo();
        roots.undo();
        answers.undo();
        window.undo();
        writer.undo();
        registers.undo();
    }

    /** {@return why the target cannot be brought to the start, or null} */
    private @Nullable String obstacle(Start start) {
        Platform platform = start.platform();
        if (platform.maxPhyAddr() != target.platform().maxPhyAddr()) {
            return "the scenario's processor has " + platform.maxPhyAddr() + " bits of physical address, the target "
                    + target.platform().maxPhyAddr();
        }
        for (Feature feature : Feature.values()) {
            if (platform.has(feature) != target.platform().has(feature)) {
                return "the scenario's processor " + has(platform, feature) + " " + feature + ", the target "
                        + has(target.platform(), feature);
            }
        }
        if (start.processors().size() > target.processors()) {
            return "the target has " + target.processors() + " logical processors for a scenario, not "
                    + start.processors().size();
        }
        boolean fiveLevels = (start.processors().getFirst().cr4() & CR4_LA57) != 0;
        for (Registers processor : start.processors()) {
            if ((processor.efer() & EFER_LMA) == 0 && processor.cr3() >>> 32 != 0) {
                return "the target cannot start outside long mode with upper bits of CR3 set";
            }
            if (((processor.cr4() & CR4_LA57) != 0) != fiveLevels) {
                return "the logical processors start in different paging modes";
            }
        }
        return null;
    }

    /** Then the agent needs to see memory by linear addresses of 32 bits. */
    private static boolean leaves64BitCode(Scenario scenario) {
        for (Registers processor : scenario.start().processors()) {
            if (processor.state().codeSegment() != CodeSegment.BITS_64) {
                return true;
            }
        }
        for (Step step : scenario.steps()) {
            boolean leaves = switch (step) {
                case Step.Instruction(var _, Operation.SetExecutionState(var state)) ->
                    state.codeSegment() != CodeSegment.BITS_64;
                case Step.Init _ -> true;
                default -> false;
            };
            if (leaves) {
                return true;
            }
        }
        return false;
    }

    private static String has(Platform platform, Feature feature) {
        return platform.has(feature) ? "has" : "lacks";
    }

    private @Nullable String load(Start start) {
        for (TableFrame table : start.tables()) {
            tableFrames.add(table.frame());
            for (Map.Entry<Integer, Long> entry : table.entries().entrySet()) {
                long address = table.frame() << 12 | entry.getKey() << 3;
                if (TargetMemory.isFree(address)) {
                    words.addEntry(address, entry.getValue());
                }
            }
        }
        roots.reset();
        steps.reset(start.platform());
        String obstacle = registers.reset(start.processors());
        for (int i = 0; i < start.processors().size() && obstacle == null; i++) {
            obstacle = steps.runnable(i);
            obstacle = obstacle != null
                    ? obstacle
                    : steps.known(new Step.Instruction(
                            i, new Operation.WrPkru(start.processors().get(i).pkru())));
        }
        return obstacle;
    }
}
