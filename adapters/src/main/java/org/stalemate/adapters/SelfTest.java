package org.stalemate.adapters;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * The first scenario of every boot: a page is loaded from, its entry is pointed elsewhere, and it is loaded from again, which on a
 * target that caches translations gives the old page. A target that never shows an old page tests little.
 */
final class SelfTest {
    /** The frame of the root. */
    static final long ROOT = 0x10;

    /** The frame of the page table. */
    static final long PT = 0x13;

    private static final long OLD = 0x200;
    private static final long NEW = 0x201;
    private static final long PAGE = 0x1000;
    /** P, R/W, U/S, A, D. */
    private static final long FLAGS = 0x67;

    private SelfTest() {}

    static Scenario scenario(Platform target) {
        Platform platform = new Platform(target.profile(), target.maxPhyAddr(), EnumSet.copyOf(target.features()), 1);
        List<TableFrame> tables = List.of(
                TableFrame.of(ROOT, Map.of(0, (ROOT + 1) << 12 | FLAGS)),
                TableFrame.of(ROOT + 1, Map.of(0, (ROOT + 2) << 12 | FLAGS)),
                TableFrame.of(ROOT + 2, Map.of(0, PT << 12 | FLAGS)),
                TableFrame.of(PT, Map.of(1, OLD << 12 | FLAGS)));
        Registers registers = new Registers(0x8001_0031L, 0, ROOT << 12, 0x20, 0x500, ExecutionState.SUPERVISOR_64);
        Start start = new Start(platform, tables, List.of(registers));
        return new Scenario(
                start,
                List.of(
                        new Step.Instruction(0, new Operation.Load(PAGE)),
                        new Step.Instruction(0, new Operation.StoreTableEntry(PT, 1, NEW << 12 | FLAGS)),
                        new Step.Instruction(0, new Operation.Load(PAGE))));
    }

    /** {@return whether the target did what a processor may do} */
    static boolean isSound(Execution execution) {
        List<Outcome> outcomes = execution.outcomes();
        return outcomes.size() == 3
                && outcomes.get(0).equals(loaded(OLD))
                && (outcomes.get(2).equals(loaded(OLD)) || outcomes.get(2).equals(loaded(NEW)));
    }

    /** {@return whether the target used the old translation} */
    static boolean showsStaleEntry(Execution execution) {
        return execution.outcomes().size() == 3 && execution.outcomes().get(2).equals(loaded(OLD));
    }

    private static Outcome loaded(long frame) {
        return new Outcome.Loaded(DataPattern.at(frame << 12), frame);
    }
}
