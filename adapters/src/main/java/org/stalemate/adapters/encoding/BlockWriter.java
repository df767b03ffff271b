package org.stalemate.adapters.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;

/** Collects the parts of a block and puts them together. */
final class BlockWriter {
    private static final int HEADER = 32;
    private static final int REGISTERS = 64;
    private static final int WORD = 16;
    private static final int STARTS_5_LEVEL = 1;
    /** In the search lists of a block that leaves 64-bit code. */
    private static final int MOST_NUMBERS = 14_336;

    private ByteBuffer steps = buffer(4096);
    private int stepCount;

    private int[] search = new int[1024];
    private int searchCount;

    private final LongIndex listSources = new LongIndex();
    private int[] lists = new int[64];
    private final LowWindow window;

    private int stepsAtMark;
    private int searchAtMark;
    private int sourcesAtMark;

    BlockWriter(LowWindow window) {
        this.window = window;
    }

    void clear() {
        steps.clear();
        stepCount = 0;
        searchCount = 0;
        listSources.clear();
    }

    /** {@return whether the search lists fit where the agent keeps them} */
    boolean listsFit() {
        return !window.isOpen() || searchCount <= MOST_NUMBERS;
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        stepsAtMark = stepCount;
        searchAtMark = searchCount;
        sourcesAtMark = listSources.size();
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        stepCount = stepsAtMark;
        steps.position(Block.STEP_SIZE * stepCount);
        searchCount = searchAtMark;
        listSources.truncate(sourcesAtMark);
    }

    void step(int opcode, int processor, long a, long b, long c) {
        step(opcode, processor, 0, 0, a, b, c);
    }

    void step(int opcode, int processor, int searchWords, int searchList, long a, long b, long c) {
        if (steps.remaining() < Block.STEP_SIZE) {
            ByteBuffer larger = buffer(2 * steps.capacity());
            larger.put(steps.flip());
            steps = larger;
        }
        steps.put((byte) opcode).put((byte) processor).putShort((short) searchWords);
        steps.putInt(searchList).putLong(a).putLong(b).putLong(c);
        stepCount++;
    }

    /** {@return where the words of a set stand among the search lists} */
    int searchList(Answers answers, int answer, Words words) {
        if (answers.count(answer) == 0) {
            return 0; // and no key of its own: the next set begins at the same place
        }
        int known = listSources.find(answers.first(answer));
        if (known >= 0) {
            return lists[known];
        }
        int source = listSources.add(answers.first(answer));
        if (source == lists.length) {
            lists = Arrays.copyOf(lists, 2 * source);
        }
        lists[source] = searchCount;
        int count = answers.count(answer);
        if (searchCount + 2 * count > search.length) {
            search = Arrays.copyOf(search, 2 * (searchCount + 2 * count));
        }
        for (int i = 0; i < count; i++) {
            search[searchCount++] = (int) (words.address(answers.word(answer, i)) >>> 3);
        }
        if (window.isOpen()) {
            for (int i = 0; i < count; i++) {
                search[searchCount++] = (int) window.linear(words.address(answers.word(answer, i)));
            }
        }
        return lists[source];
    }

    Block assemble(
            Scenario scenario,
            int id,
            boolean fiveLevels,
            Words words,
            Dictionary dictionary,
            @Nullable String obstacle) {
        List<Registers> processors = scenario.start().processors();
        int firstWord = HEADER + REGISTERS * processors.size();
        int wordCount = words.size() + window.words();
        int firstStep = firstWord + WORD * wordCount;
        int firstSearch = firstStep + Block.STEP_SIZE * stepCount;
        int size = firstSearch + 4 * searchCount + 15 & ~15;
        ByteBuffer block = buffer(size);
        block.putInt(size).putInt(id).putShort((short) 0).putShort((short) wordCount);
        block.putShort((short) stepCount).putShort((short) processors.size());
        block.putInt(fiveLevels ? STARTS_5_LEVEL : 0).putInt(searchCount);
        block.position(HEADER);
        for (Registers registers : processors) {
            put(block, registers, scenario.start().platform());
        }
        for (int i = 0; i < words.size(); i++) {
            block.putLong(words.address(i)).putLong(words.initially(i));
        }
        for (int i = 0; i < window.words(); i++) {
            block.putLong(window.address(i)).putLong(window.value(i));
        }
        block.put(steps.flip());
        for (int i = 0; i < searchCount; i++) {
            block.putInt(search[i]);
        }
        return new Block(scenario, block, stepCount, firstStep, firstSearch, dictionary, obstacle);
    }

    private static void put(ByteBuffer block, Registers registers, Platform platform) {
        block.putLong(registers.cr0()).putLong(registers.cr2()).putLong(registers.cr3());
        block.putLong(registers.cr4()).putLong(registers.efer());
        block.putInt(registers.pkru()).putInt(registers.pkrs());
        block.putInt(state(registers.state()));
        block.putInt((platform.has(Feature.PKU) ? 1 : 0) | (platform.has(Feature.PKS) ? 2 : 0));
        block.putLong(0);
    }

    /** {@return CPL in bits 1:0, EFLAGS.AC in bit 2, the code segment in bits 4:3} */
    static int state(ExecutionState state) {
        int segment = switch (state.codeSegment()) {
            case CodeSegment.BITS_64 -> 0;
            case CodeSegment.BITS_32 -> 1;
            case CodeSegment.BITS_16 -> 2;
        };
        return state.cpl() | (state.ac() ? 4 : 0) | segment << 3;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
