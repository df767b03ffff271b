package org.stalemate.hunt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Scenario;

/**
 * The scenarios of a campaign in order, given to its subjects in blocks: while a block is judged the next one is executed, and one
 * more is being generated or waits. Where the blocks end changes no result, only when something is done.
 */
final class Pipeline {
    /** The first block is this small, and each one after it twice as large as the one before, so that something is there soon. */
    private static final int FIRST_BLOCK = 125;

    private final CampaignSettings settings;
    private final List<Specimen> specimens;
    private final ScenarioGenerator generator;
    private final Model generatorModel = new Model(false);
    private final Deque<Block> ahead = new ArrayDeque<>();
    private final int largestBlock;
    private final int depth;
    private int size;
    private long nextGenerated;
    private @Nullable Block current;
    private int place;

    private record Block(List<Scenario> scenarios, List<Specimen.Run> runs) {}

    /** A scenario that every subject has been given. */
    record Given(Scenario scenario, List<Specimen.Run> runs, int place) {}

    /** @param first the number of the first scenario */
    Pipeline(CampaignSettings settings, List<Specimen> specimens, long first) {
        this.settings = settings;
        this.specimens = specimens;
        generator = new ScenarioGenerator(settings.generator());
        nextGenerated = first;
        largestBlock = specimens.stream().mapToInt(Specimen::block).max().orElse(1);
        depth = largestBlock == 1 ? 1 : 2;
        size = Math.min(FIRST_BLOCK, largestBlock);
    }

    /**
     * {@return the next scenario}
     *
     * @param wanted how many more the campaign needs, this one included, as far as it can tell
     */
    Given next(long wanted) {
        Block block = current;
        if (block == null || place == block.scenarios.size()) {
            block = nextBlock(wanted);
            current = block;
            place = 0;
        }
        return new Given(block.scenarios.get(place), block.runs, place++);
    }

    private Block nextBlock(long wanted) {
        long waiting = ahead.stream().mapToLong(block -> block.scenarios.size()).sum();
        while (ahead.isEmpty() || (ahead.size() < depth && waiting < wanted)) {
            Block block = generate(Math.clamp(wanted - waiting, 1, size));
            ahead.add(block);
            waiting += block.scenarios.size();
            size = Math.min(2 * size, largestBlock);
        }
        return ahead.remove();
    }

    private Block generate(int scenarios) {
        List<Scenario> block = new ArrayList<>(scenarios);
        for (int i = 0; i < scenarios; i++) {
            block.add(generator.generate(RandomSource.seed(settings.seed(), nextGenerated++), generatorModel));
        }
        return new Block(block, specimens.stream().map(s -> s.begin(block)).toList());
    }
}
