package org.stalemate.adapters.encoding;

import java.nio.ByteBuffer;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/**
 * What the agent reports of a step that has a certain outcome, the inverse of {@link ResultDecoder}: a result of 32 bytes, and which
 * bits of its value and of its auxiliary number the outcome says.
 */
public record ResultTemplate(
        int status,
        int vector,
        int errorCode,
        long value,
        long cr2,
        long auxiliary,
        long valueBits,
        long auxiliaryBits) {
    /** Bytes of the result and of the two masks. */
    public static final int SIZE = ResultDecoder.STEP_SIZE + 16;

    private static final long LOW = 0xFFFF_FFFFL;

    /**
     * {@return the template of an outcome}
     *
     * @param step the number of the step in the block's scenario, from 0
     * @param uncertainBits the bits of a loaded word that may be 0 or 1
     */
    public static ResultTemplate of(Block block, int step, Outcome outcome, long uncertainBits) {
        Dictionary data = block.dictionary();
        return switch (outcome) {
            case Outcome.Done _ -> completed(0, 0, 0, 0);
            case Outcome.Loaded(var value, var frame)
            when isFetch(block, step) -> completed(MachineWord.eaxAfter(data.word(value, frame)), -1, 0, 0);
            case Outcome.Loaded(var value, var frame)
            when ResultDecoder.isImplicit(block, step) ->
                completed(MachineWord.base(data.word(value, frame)), -1, 0, 0);
            case Outcome.Loaded(var value, var frame) -> completed(data.word(value, frame), ~uncertainBits, 0, 0);
            case Outcome.Stored(var frame) -> completed(0, 0, found(block, step, frame), storeBits(block, step));
            case Outcome.Exchanged(var value, var frame) ->
                completed(data.word(value, frame), -1, found(block, step, frame), LOW);
            case Outcome.SplitLoaded(var value, var low, var high) ->
                completed(data.splitWord(value, low, high), -1, 0, 0);
            case Outcome.SplitStored(var low, var high) ->
                completed(0, 0, found(block, step, low) | secondFound(block, step, high) << 32, -1);
            case Outcome.RegisterValue(var value) -> completed(value, -1, 0, 0);
            case Outcome.PageFault(var code, var address) -> new ResultTemplate(1, 14, code, 0, address, 0, 0, 0);
            case Outcome.GeneralProtection(var code) -> new ResultTemplate(1, 13, code, 0, 0, 0, 0, 0);
            case Outcome.UndefinedOpcode _ -> new ResultTemplate(1, 6, 0, 0, 0, 0, 0, 0);
        };
    }

    private static ResultTemplate completed(long value, long valueBits, long auxiliary, long auxiliaryBits) {
        return new ResultTemplate(0, 0, 0, value, 0, auxiliary, valueBits, auxiliaryBits);
    }

    private static boolean isFetch(Block block, int step) {
        return block.scenario().steps().get(step) instanceof Step.Instruction(var _, var operation)
                && (operation instanceof Operation.Fetch || operation instanceof Operation.Emulated(Operation.Fetch _));
    }

    /** A store through the window is not searched for. */
    private static long storeBits(Block block, int step) {
        return block.searchCount(step) > 0 ? LOW : 0;
    }

    private static long found(Block block, int step, long frame) {
        for (int i = 0; i < block.searchCount(step); i++) {
            if (block.searchedFrame(step, i) == frame) {
                return i;
            }
        }
        return LOW;
    }

    private static long secondFound(Block block, int step, long frame) {
        for (int i = 0; i < block.secondSearchCount(step); i++) {
            if (block.secondSearchedFrame(step, i) == frame) {
                return i;
            }
        }
        return LOW;
    }

    /** Writes result and masks at a place of a little-endian buffer. */
    public void write(ByteBuffer bytes, int at) {
        bytes.put(at, (byte) status)
                .put(at + 1, (byte) vector)
                .putInt(at + 4, errorCode)
                .putLong(at + 8, value)
                .putLong(at + 16, cr2)
                .putLong(at + 24, auxiliary)
                .putLong(at + 32, valueBits)
                .putLong(at + 40, auxiliaryBits);
    }
}
