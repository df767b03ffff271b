package org.stalemate.shrinking;

import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;

/** How much there is to know about a kind of operation before one understands what it does in a scenario. */
final class OperationRank {
    private OperationRank() {}

    /** {@return the rank of an operation of a processor that starts in the given mode, 1 or more} */
    static long of(Operation operation, PagingMode mode) {
        return switch (operation) {
            case Operation.Access access -> of(access);
            case Operation.Emulated(Operation.Access access) -> 4 + of(access);
            case Operation.SplitLoad _ -> 5;
            case Operation.SplitStore _ -> 6;
            case Operation.LoadTableEntry _ -> 3;
            case Operation.StoreTableEntry _ -> 4;
            case Operation.StoreTableHalf _ -> 5;
            case Operation.InvLpg _ -> 4;
            case Operation.MovToCr3(long value) -> value < 0 ? 5 : 6;
            case Operation.InvPcid(long type, long descriptor, var _) ->
                6 + Math.min(Math.abs(type), 9) + (descriptor >>> 12 != 0 ? 1 : 0);
            case Operation.ReadRegister _ -> 3;
            case Operation.WrPkru _ -> 6;
            case Operation.WrmsrPkrs _ -> 7;
            case Operation.WrmsrMtrr _ -> 8;
            case Operation.SetExecutionState(ExecutionState state) -> 7 + difference(state, mode);
            case Operation.TaskSwitch _ -> 8;
            case Operation.Lmsw _, Operation.LoadTaskRegister _ -> 9;
            case Operation.MovToCr0 _, Operation.MovToCr4 _, Operation.WrmsrEfer _ -> 10;
        };
    }

    private static long of(Operation.Access access) {
        return switch (access) {
            case Operation.Load _ -> 1;
            case Operation.Store _, Operation.ImplicitLoad _ -> 2;
            case Operation.Fetch _ -> 3;
            case Operation.Exchange _ -> 4;
        };
    }

    /** {@return in how many respects a state differs from what is usual in a mode; CPL 3 is as usual as CPL 0} */
    static long difference(ExecutionState state, PagingMode mode) {
        long difference = state.cpl() == 0 || state.cpl() == 3 ? 0 : 1;
        difference += state.ac() ? 1 : 0;
        return difference + (state.codeSegment() == NormalForm.state(mode).codeSegment() ? 0 : 1);
    }
}
