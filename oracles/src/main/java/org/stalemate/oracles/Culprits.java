package org.stalemate.oracles;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.stalemate.oracles.BrokenModels.Suspect;
import org.stalemate.vocabulary.Rule;

/**
 * The rules that explain an outcome, each tried when somebody wants to know: that takes a run of a whole model for each, and mostly the
 * first one tells enough, or none is asked for.
 */
final class Culprits extends AbstractList<Rule> {
    private final List<List<Suspect>> suspects;
    private final Predicate<Suspect> explains;
    private final List<Rule> otherwise;
    private final List<Rule> found = new ArrayList<>();
    private int list;
    private int place;

    /**
     * Nothing is tried yet.
     *
     * @param suspects what to try; a list is tried only where nothing in those before it explains the outcome
     * @param explains whether breaking a rule explains the outcome
     * @param otherwise the rules to name where none does
     */
    Culprits(List<List<Suspect>> suspects, Predicate<Suspect> explains, List<Rule> otherwise) {
        this.suspects = suspects;
        this.explains = explains;
        this.otherwise = otherwise;
    }

    @Override
    public Rule get(int index) {
        findOutUpTo(index);
        return found.get(index);
    }

    @Override
    public boolean isEmpty() {
        findOutUpTo(0);
        return found.isEmpty();
    }

    @Override
    public int size() {
        findOutUpTo(Integer.MAX_VALUE);
        return found.size();
    }

    /** {@return a suspect without the rules that need not be broken} */
    private Suspect needed(Suspect suspect) {
        Suspect needed = suspect;
        for (Rule rule : suspect.rules()) {
            if (needed.rules().size() > 1 && explains.test(needed.without(rule))) {
                needed = needed.without(rule);
            }
        }
        return needed;
    }

    private void note(Rule rule) {
        if (!found.contains(rule)) {
            found.add(rule);
        }
    }

    private void findOutUpTo(int index) {
        while (found.size() <= index && list < suspects.size()) {
            if (place < suspects.get(list).size()) {
                Suspect suspect = suspects.get(list).get(place++);
                if (explains.test(suspect)) {
                    needed(suspect).rules().forEach(this::note);
                }
            } else {
                list = found.isEmpty() ? list + 1 : suspects.size();
                place = 0;
                if (list == suspects.size() && found.isEmpty()) {
                    found.addAll(otherwise);
                }
            }
        }
    }
}
