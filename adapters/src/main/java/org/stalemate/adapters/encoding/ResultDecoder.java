package org.stalemate.adapters.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/** Reads what the agent reports of a block. */
public final class ResultDecoder {
    /** Bytes of what precedes the steps. */
    public static final int HEADER_SIZE = 16;

    /** Bytes of a step. */
    public static final int STEP_SIZE = 32;

    private static final int COMPLETED = 0;
    private static final int EXCEPTION = 1;

    private ResultDecoder() {}

    /** {@return how many bytes the agent reports of a block that it executes to its end} */
    public static int size(Block block) {
        return HEADER_SIZE + STEP_SIZE * block.steps();
    }

    /**
     * {@return how many bytes are the results of the block, or -1 if these are none}
     *
     * @param results from the current position on
     */
    public static int sizeOf(Block block, ByteBuffer results) {
        if (results.remaining() < HEADER_SIZE) {
            return -1;
        }
        ByteBuffer view = results.slice().order(ByteOrder.LITTLE_ENDIAN);
        int steps = view.getShort(4) & 0xFFFF;
        int size = HEADER_SIZE + STEP_SIZE * steps;
        boolean fits = view.getInt(0) == block.id() && steps <= block.steps() && size <= view.remaining();
        return fits ? size : -1;
    }

    /**
     * {@return what was seen of the block's scenario}
     *
     * @param results from the current position on; {@link #sizeOf} must have found their size
     */
    public static Execution decode(Block block, ByteBuffer results) {
        ByteBuffer view = results.slice().order(ByteOrder.LITTLE_ENDIAN);
        int steps = view.getShort(4) & 0xFFFF;
        int status = view.getShort(6) & 0xFFFF;
        Result result = new Result(view, HEADER_SIZE);
        List<Outcome> outcomes = outcomes(block, result, steps);
        if (outcomes.size() < steps) {
            return new Execution(outcomes, Ending.MALFORMED, "step " + (outcomes.size() + 1) + " gave " + result);
        }
        if (steps < block.steps()) {
            return new Execution(
                    outcomes,
                    Ending.MALFORMED,
                    "step " + (steps + 1) + " could not be executed by the agent (status " + status + ")");
        }
        String obstacle = block.obstacle();
        return obstacle == null ? Execution.complete(outcomes) : Execution.unsupported(outcomes, obstacle);
    }

    /**
     * {@return what was seen of the block's first steps}
     *
     * @param trace the results of any number of steps
     */
    public static List<Outcome> decodeTrace(Block block, ByteBuffer trace) {
        ByteBuffer view = trace.slice().order(ByteOrder.LITTLE_ENDIAN);
        return outcomes(block, new Result(view, 0), Math.min(view.remaining() / STEP_SIZE, block.steps()));
    }

    /** {@return the outcomes of the first steps, up to one that no step can have, where the result then stands} */
    private static List<Outcome> outcomes(Block block, Result result, int steps) {
        List<Outcome> outcomes = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            Outcome outcome = outcome(block, i, result);
            if (outcome == null) {
                break;
            }
            outcomes.add(outcome);
            result.at += STEP_SIZE;
        }
        return outcomes;
    }

    /** {@return the outcome of a step, or null if no step has such a result} */
    private static @Nullable Outcome outcome(Block block, int step, Result result) {
        if (result.status() == EXCEPTION && result.isAboutDescriptor() && isImplicit(block, step)) {
            return new Outcome.Loaded(0, Outcome.UNKNOWN_FRAME); // something else was there
        }
        if (result.status() == EXCEPTION) {
            return switch (result.vector()) {
                case 6 -> Outcome.UndefinedOpcode.INSTANCE;
                case 13 -> new Outcome.GeneralProtection(result.errorCode());
                case 14 -> new Outcome.PageFault(result.errorCode(), result.cr2());
                default -> null;
            };
        }
        if (result.status() != COMPLETED) {
            return null;
        }
        return switch (block.scenario().steps().get(step)) {
            case Step.Instruction(var _, Operation.Emulated(var access)) -> completed(block, step, access, result);
            case Step.Instruction(var _, var operation) -> completed(block, step, operation, result);
            case Step.ExternalEvent _ -> Outcome.Done.INSTANCE;
        };
    }

    static boolean isImplicit(Block block, int step) {
        return block.scenario().steps().get(step) instanceof Step.Instruction(var _, var operation)
                && (operation instanceof Operation.ImplicitLoad
                        || operation instanceof Operation.Emulated(Operation.ImplicitLoad _));
    }

    private static Outcome completed(Block block, int step, Operation operation, Result result) {
        Dictionary data = block.dictionary();
        long word = result.value();
        return switch (operation) {
            case Operation.Load _ -> new Outcome.Loaded(data.value(word), data.frame(word));
            case Operation.ImplicitLoad _ -> {
                long descriptor = MachineWord.withBase(word);
                yield descriptor == 0
                        ? new Outcome.Loaded(word, Outcome.UNKNOWN_FRAME)
                        : new Outcome.Loaded(data.value(descriptor), data.frame(descriptor));
            }
            case Operation.Fetch _ -> {
                long code = MachineWord.fetched((int) word);
                yield new Outcome.Loaded(data.value(code), data.frame(code));
            }
            case Operation.Store _ -> new Outcome.Stored(storedFrame(block, step, result));
            case Operation.Exchange _ -> {
                long frame = storedFrame(block, step, result);
                yield new Outcome.Exchanged(
                        data.value(word), frame == Outcome.UNKNOWN_FRAME ? data.frame(word) : frame);
            }
            case Operation.SplitLoad _ -> splitLoaded(data, (int) word, (int) (word >>> 32));
            case Operation.SplitStore _ ->
                new Outcome.SplitStored(storedFrame(block, step, result), secondStoredFrame(block, step, result));
            case Operation.LoadTableEntry(var table, var _) -> new Outcome.Loaded(data.value(word), table);
            case Operation.StoreTableEntry(var table, var _, var _) -> new Outcome.Stored(table);
            case Operation.StoreTableHalf(var table, var _, var _) -> new Outcome.Stored(table);
            case Operation.ReadRegister _ -> new Outcome.RegisterValue(word);
            default -> Outcome.Done.INSTANCE;
        };
    }

    /** The low half was the high half of a word in memory, and the other way round. */
    private static Outcome splitLoaded(Dictionary data, int low, int high) {
        long value = (long) data.low(high) << 32 | Integer.toUnsignedLong(data.high(low));
        long lowFrame = data.highFrame(low);
        long highFrame = data.lowFrame(high);
        return new Outcome.SplitLoaded(value, lowFrame, highFrame);
    }

    private static long storedFrame(Block block, int step, Result result) {
        int found = (int) result.auxiliary();
        return found >= 0 && found < block.searchCount(step) ? block.searchedFrame(step, found) : Outcome.UNKNOWN_FRAME;
    }

    private static long secondStoredFrame(Block block, int step, Result result) {
        int found = (int) (result.auxiliary() >>> 32);
        return found >= 0 && found < block.secondSearchCount(step)
                ? block.secondSearchedFrame(step, found)
                : Outcome.UNKNOWN_FRAME;
    }

    /** The fields of one step's result. */
    private static final class Result {
        private final ByteBuffer bytes;
        private int at;

        Result(ByteBuffer bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int status() {
            return bytes.get(at) & 0xFF;
        }

        int vector() {
            return bytes.get(at + 1) & 0xFF;
        }

        /** {@return whether it is #NP or #GP for the first entry of the local descriptor table} */
        boolean isAboutDescriptor() {
            return (vector() == 11 || vector() == 13) && errorCode() == 4;
        }

        int errorCode() {
            return bytes.getInt(at + 4);
        }

        long value() {
            return bytes.getLong(at + 8);
        }

        long cr2() {
            return bytes.getLong(at + 16);
        }

        long auxiliary() {
            return bytes.getLong(at + 24);
        }

        @Override
        public String toString() {
            return status() == EXCEPTION
                    ? "exception " + vector() + ", which no step can raise"
                    : "a result of unknown status " + status();
        }
    }
}
