package org.stalemate.generators;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Draws one of several things, each as often as its weight says. */
final class WeightedChoice<T> {
    private final List<T> things;
    private final int[] weights;
    private final int total;

    /** @param weight how often each thing is drawn, relative to their sum; 0 for never */
    WeightedChoice(List<T> candidates, ToIntFunction<T> weight) {
        things = new ArrayList<>(candidates.size());
        int[] drawn = new int[candidates.size()];
        int sum = 0;
        for (int i = 0; i < drawn.length; i++) {
            T candidate = candidates.get(i);
            int its = weight.applyAsInt(candidate);
            if (its > 0) {
                drawn[things.size()] = its;
                things.add(candidate);
                sum += its;
            }
        }
        weights = drawn;
        total = sum;
    }

    /** {@return whether nothing can be drawn} */
    boolean isEmpty() {
        return total == 0;
    }

    /** {@return what was drawn; there must be something} */
    T draw(RandomSource random) {
        int left = random.below(total);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return things.get(index);
    }
}
