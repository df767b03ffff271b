package org.stalemate.oracles;

import java.util.Arrays;
import java.util.List;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** The roots that each logical processor has had since a scenario's start. */
final class RootHistory {
    private final long[][] roots = new long[Platform.MAX_LOGICAL_PROCESSORS][8];
    private final int[][] since = new int[Platform.MAX_LOGICAL_PROCESSORS][8];
    private final int[] count = new int[Platform.MAX_LOGICAL_PROCESSORS];
    private List<Step> steps = List.of();
    private int executed;

    void reset(Scenario scenario) {
        Start start = scenario.start();
        steps = scenario.steps();
        executed = 0;
        for (int i = 0; i < start.processors().size(); i++) {
            roots[i][0] = PagingEntry.frame(start.processors().get(i).cr3());
            since[i][0] = -1;
            count[i] = 1;
        }
    }

    /**
     * Notes a step that was executed.
     *
     * @param number its number, from 0
     * @param now the registers of its logical processor as the step left them
     */
    void note(int number, RegisterFile now) {
        executed = number + 1;
        int processor = steps.get(number).processor();
        int last = count[processor] - 1;
        long root = PagingEntry.frame(now.cr3());
        if (roots[processor][last] != root) {
            if (++last == roots[processor].length) {
                roots[processor] = Arrays.copyOf(roots[processor], 2 * last);
                since[processor] = Arrays.copyOf(since[processor], 2 * last);
            }
            roots[processor][last] = root;
            since[processor][last] = number;
            count[processor] = last + 1;
        }
    }

    /**
     * {@return whether a translation can only have been made under another root than that of now} A translation that memory does not
     * give now cannot have been made under the root of now either, as long as nothing else has changed since that was loaded.
     *
     * @param madeAt the number of the step at which the translation could be made first
     */
    boolean isOfAnotherRoot(int processor, int madeAt) {
        int last = count[processor] - 1;
        int loaded = since[processor][last];
        if (madeAt >= loaded || somethingElseChangedSince(loaded)) {
            return false;
        }
        for (int i = last - 1; i >= 0; i--) {
            if (roots[processor][i] == roots[processor][last]) {
                return false;
            }
            if (since[processor][i] < madeAt) {
                return true;
            }
        }
        return true;
    }

    private boolean somethingElseChangedSince(int number) {
        for (int i = executed - 1; i > number; i--) {
            if (!(steps.get(i) instanceof Step.Instruction(var _, Operation operation))
                    || mayChangeTranslations(operation)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what walks make may be something else afterwards, though the root is the same. */
    private static boolean mayChangeTranslations(Operation operation) {
        return switch (operation) {
            case Operation.Load _,
                    Operation.ImplicitLoad _,
                    Operation.Fetch _,
                    Operation.SplitLoad _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.MovToCr3 _,
                    Operation.WrPkru _,
                    Operation.WrmsrPkrs _,
                    Operation.SetExecutionState _,
                    Operation.InvLpg _,
                    Operation.InvPcid _ -> false;
            case Operation.Emulated(Operation.Access access) -> mayChangeTranslations(access);
            case Operation.Store _,
                    Operation.Exchange _,
                    Operation.SplitStore _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.MovToCr0 _,
                    Operation.Lmsw _,
                    Operation.MovToCr4 _,
                    Operation.WrmsrEfer _,
                    Operation.WrmsrMtrr _,
                    Operation.TaskSwitch _,
                    Operation.LoadTaskRegister _ -> true;
        };
    }
}
