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
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_LA57 = 1L << 12;
    private static final long EFER_LMA = 1L << 10;

    private final Target target;
    private final Words words = new Words();
    private final LongIndex tableFrames = new LongIndex();
    private final Dictionary.Maker data = new Dictionary.Maker();
    private final Reach reach = new Reach(words, tableFrames, data);
    private final BlockWriter writer = new BlockWriter();
    private final Roots roots = new Roots(words, reach);
    private final RegisterHistory registers;
    private final StepEncoder steps;

    /** Encodes for a target. */
    public BlockEncoder(Target target) {
        this.target = target;
        registers = new RegisterHistory(target);
        AccessEncoder accesses = new AccessEncoder(words, data, reach, registers, writer);
        TableEncoder tables = new TableEncoder(words, reach, writer);
        steps = new StepEncoder(target.avoided(), roots, registers, accesses, tables, writer);
    }

    /**
     * {@return the scenario as a block}
     *
     * @param id what the results of the block repeat, not 0
     */
    public Block encode(Scenario scenario, int id) {
        words.clear();
        tableFrames.clear();
        data.clear();
        writer.clear();
        Start start = scenario.start();
        boolean fiveLevels = (start.processors().getFirst().cr4() & CR4_LA57) != 0;
        int levels = fiveLevels ? 5 : 4;
        reach.reset(start.platform(), levels);
        String obstacle = obstacle(start, fiveLevels);
        if (obstacle == null) {
            obstacle = begin(start, levels);
        }
        if (obstacle == null) {
            for (Step step : scenario.steps()) {
                obstacle = steps.encode(step);
                if (obstacle != null) {
                    break;
                }
            }
        }
        return writer.assemble(scenario, id, levels, words, data.copy(), obstacle);
    }

    /** {@return why the target cannot be brought to the start, or null} */
    private @Nullable String obstacle(Start start, boolean fiveLevels) {
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
        for (Registers processor : start.processors()) {
            if ((processor.cr0() & CR0_PG) == 0 || (processor.efer() & EFER_LMA) == 0) {
                return "the scenario does not start under 4-level or 5-level paging";
            }
            if (processor.state().codeSegment() != CodeSegment.BITS_64) {
                return "the scenario starts in code that is not 64-bit";
            }
            if (((processor.cr4() & CR4_LA57) != 0) != fiveLevels) {
                return "the logical processors start in different paging modes";
            }
        }
        return null;
    }

    private static String has(Platform platform, Feature feature) {
        return platform.has(feature) ? "has" : "lacks";
    }

    private @Nullable String begin(Start start, int levels) {
        for (TableFrame table : start.tables()) {
            tableFrames.add(table.frame());
            for (Map.Entry<Integer, Long> entry : table.entries().entrySet()) {
                long address = table.frame() << 12 | entry.getKey() << 3;
                if (TargetMemory.isFree(address)) {
                    words.addEntry(address, entry.getValue());
                }
            }
        }
        roots.reset(levels);
        steps.reset(start.platform(), levels);
        for (Registers processor : start.processors()) {
            String obstacle = roots.load(processor.cr3());
            if (obstacle != null) {
                return obstacle;
            }
        }
        String obstacle = registers.reset(start.processors());
        for (int i = 0; i < start.processors().size() && obstacle == null; i++) {
            obstacle = steps.known(
                    i, new Operation.WrPkru(start.processors().get(i).pkru()));
        }
        return obstacle;
    }
}
