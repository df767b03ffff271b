package org.stalemate.generators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * All sequences of steps from an alphabet up to a length, none of them kept: a proof for a tiny world, and the yardstick of the
 * shortest witness. Where the world looks the same after a renaming, only one of two sequences that are each other's images is
 * enumerated.
 */
public final class ExhaustiveScenarios {
    private final Start start;
    private final List<Step> alphabet;
    private final int[] image;

    private ExhaustiveScenarios(Start start, List<Step> alphabet, int[] image) {
        this.start = start;
        this.alphabet = alphabet;
        this.image = image;
    }

    /** {@return all sequences over the alphabet, whose steps are distinct} */
    public static ExhaustiveScenarios of(Start start, List<Step> alphabet) {
        return modulo(start, alphabet, UnaryOperator.identity());
    }

    /**
     * {@return the sequences over the alphabet, one of each pair of images}
     *
     * @param renaming a renaming that leaves the start as it is and maps the alphabet to itself; twice applied, it does nothing
     * @throws IllegalArgumentException if the alphabet is empty, repeats a step or is not mapped to itself like that
     */
    public static ExhaustiveScenarios modulo(Start start, List<Step> alphabet, UnaryOperator<Step> renaming) {
        List<Step> steps = List.copyOf(alphabet);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("sequences need an alphabet of at least one step");
        }
        int[] image = new int[steps.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = steps.indexOf(renaming.apply(steps.get(i)));
            boolean repeated = steps.indexOf(steps.get(i)) != i;
            if (repeated || image[i] < 0 || !renaming.apply(steps.get(image[i])).equals(steps.get(i))) {
                throw new IllegalArgumentException(
                        "the alphabet repeats a step, or the renaming does not exchange its steps: " + steps.get(i));
            }
        }
        return new ExhaustiveScenarios(start, steps, image);
    }

    /** {@return the sequences of a tiny world, modulo exchanging its pages} */
    public static ExhaustiveScenarios of(TinyWorld world, Profile profile) {
        return modulo(world.start(profile), world.alphabet(), TinyWorld::exchanged);
    }

    /** {@return how many sequences of exactly this length there are} */
    public long count(int length) {
        int fixed = 0;
        for (int i = 0; i < image.length; i++) {
            fixed += image[i] == i ? 1 : 0;
        }
        long all = power(image.length, length);
        long ownImages = power(fixed, length);
        return ownImages + (all - ownImages) / 2;
    }

    private static long power(int base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, (long) base);
        }
        return power;
    }

    /**
     * Walks through all sequences, each before its extensions. The visitor sees one list, which changes after the call.
     *
     * @param goesOn told of each sequence; false leaves out its extensions
     */
    public void visit(int maxLength, Predicate<List<Step>> goesOn) {
        List<Step> prefix = new ArrayList<>(maxLength);
        extend(prefix, Collections.unmodifiableList(prefix), true, maxLength, goesOn);
    }

    private void extend(
            List<Step> prefix, List<Step> view, boolean ownImage, int maxLength, Predicate<List<Step>> goesOn) {
        if (prefix.size() == maxLength) {
            return;
        }
        for (int i = 0; i < image.length; i++) {
            if (ownImage && image[i] < i) {
                continue;
            }
            prefix.add(alphabet.get(i));
            if (goesOn.test(view)) {
                extend(prefix, view, ownImage && image[i] == i, maxLength, goesOn);
            }
            prefix.removeLast();
        }
    }

    /** {@return the sequences of length 1 to {@code maxLength} as scenarios, shorter ones first} */
    public Iterator<Scenario> iterator(int maxLength) {
        return new ByLength(maxLength);
    }

    /** Counts up in the base of the alphabet's size, the first step being the slowest digit. */
    private final class ByLength implements Iterator<Scenario> {
        private final int maxLength;
        private int[] digits = {0};
        private boolean atEnd;

        ByLength(int maxLength) {
            this.maxLength = maxLength;
            atEnd = maxLength < 1;
            skipImages();
        }

        @Override
        public boolean hasNext() {
            return !atEnd;
        }

        @Override
        public Scenario next() {
            if (atEnd) {
                throw new NoSuchElementException("there are no more sequences up to length " + maxLength);
            }
            List<Step> steps = new ArrayList<>(digits.length);
            for (int digit : digits) {
                steps.add(alphabet.get(digit));
            }
            increment();
            skipImages();
            return new Scenario(start, steps);
        }

        private void increment() {
            int position = digits.length - 1;
            while (position >= 0 && digits[position] == image.length - 1) {
                digits[position--] = 0;
            }
            if (position >= 0) {
                digits[position]++;
            } else {
                digits = new int[digits.length + 1];
                atEnd = digits.length > maxLength;
            }
        }

        private void skipImages() {
            while (!atEnd && isImageOfEarlier()) {
                increment();
            }
        }

        private boolean isImageOfEarlier() {
            for (int digit : digits) {
                if (image[digit] != digit) {
                    return image[digit] < digit;
                }
            }
            return false;
        }
    }

    @Override
    public String toString() {
        return alphabet.size() + " steps, images " + Arrays.toString(image);
    }
}
