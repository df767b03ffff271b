package org.stalemate.generators;

/** Draws one of several things, each as often as its weight says. */
final class WeightedChoice {
    private final int[] weights;
    private final int total;

    /** @param weights how often each is drawn, relative to their sum; 0 for never */
    WeightedChoice(int... weights) {
        this.weights = weights.clone();
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        total = sum;
    }

    /** {@return whether nothing can be drawn} */
    boolean isEmpty() {
        return total == 0;
    }

    /** {@return whether the thing is ever drawn} */
    boolean allows(int index) {
        return weights[index] > 0;
    }

    /** {@return the index of what was drawn; there must be something} */
    int draw(RandomSource random) {
        int left = random.below(total);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }
}
