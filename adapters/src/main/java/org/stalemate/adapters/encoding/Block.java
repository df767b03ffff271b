package org.stalemate.adapters.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;

/** A scenario as a block of the agent's program, with what it takes to read the results. */
public final class Block {
    /** Bytes of a step. */
    static final int STEP_SIZE = 32;

    private final Scenario scenario;
    private final ByteBuffer content;
    private final int steps;
    private final int firstStep;
    private final int firstSearch;
    private final Dictionary dictionary;
    private final @Nullable String obstacle;

    /**
     * @param content the whole block
     * @param firstStep byte of the block at which the steps begin
     * @param firstSearch byte of the block at which the search lists begin
     * @param obstacle why the steps end before those of the scenario, or null if they do not
     */
    Block(
            Scenario scenario,
            ByteBuffer content,
            int steps,
            int firstStep,
            int firstSearch,
            Dictionary dictionary,
            @Nullable String obstacle) {
        this.scenario = scenario;
        this.content = content;
        this.steps = steps;
        this.firstStep = firstStep;
        this.firstSearch = firstSearch;
        this.dictionary = dictionary;
        this.obstacle = obstacle;
    }

    /** {@return the scenario} */
    public Scenario scenario() {
        return scenario;
    }

    /** {@return the number that the results of the block repeat} */
    public int id() {
        return content.getInt(4);
    }

    /** {@return the number of bytes} */
    public int size() {
        return content.capacity();
    }

    /** {@return a view of all bytes, from the first to the last} */
    public ByteBuffer bytes() {
        return content.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
    }

    /** {@return how many of the scenario's steps the block executes, from the first on} */
    public int steps() {
        return steps;
    }

    /** {@return how many logical processors the block needs} */
    public int processors() {
        return scenario.start().processors().size();
    }

    /** {@return why the next step of the scenario cannot be expressed, or null if there is none} */
    public @Nullable String obstacle() {
        return obstacle;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /** {@return the frame of the n-th word of a step's first search list} */
    long searchedFrame(int step, int n) {
        return frame(content.getInt(stepAt(step) + 4), n);
    }

    /** {@return the frame of the n-th word of a step's second search list} */
    long secondSearchedFrame(int step, int n) {
        return frame(content.getInt(stepAt(step) + 28), n);
    }

    int searchCount(int step) {
        return content.getShort(stepAt(step) + 2) & 0xFFFF;
    }

    int secondSearchCount(int step) {
        return content.getInt(stepAt(step) + 24);
    }

    private int stepAt(int step) {
        return firstStep + STEP_SIZE * step;
    }

    private long frame(int list, int n) {
        return Integer.toUnsignedLong(content.getInt(firstSearch + 4 * (list + n))) >>> 9;
    }
}
