package org.stalemate.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stalemate.adapters.story.Story;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;

/** Works out every way in which a scenario may go. The model cannot be copied, so each way is followed from the start. */
final class StoryMaker {
    /** Ways may double with each step; more than these take too long to follow. */
    private static final int MOST_WAYS = 20_000;

    private final Scenario scenario;
    private final LinearPages pages;
    private final List<String> steps;
    private final Model model = new Model(false);
    private final Map<Story.Chapter, Story.Chapter> known = new HashMap<>();
    private int followed;

    private StoryMaker(Scenario scenario) {
        this.scenario = scenario;
        pages = LinearPages.of(scenario);
        steps = LitmusPrinter.steps(scenario);
    }

    /**
     * {@return the story of a test's scenario}
     *
     * @throws UserException if it has no steps, or may go on in too many ways
     */
    static Story of(LitmusTest test) {
        Scenario scenario = Story.forMostMachines(test.scenario());
        if (scenario.steps().isEmpty()) {
            throw new UserException("the litmus test '" + test.name() + "' has no steps to execute");
        }
        StringBuilder introduction = new StringBuilder("stalemate: " + test.name() + "\n");
        test.description()
                .forEach(line -> introduction.append("  ").append(line).append('\n'));
        introduction
                .append("What is permitted holds for ")
                .append(processor(scenario.start().platform()))
                .append(".\n");
        Story.Chapter first = new StoryMaker(scenario).chapter(List.of());
        return new Story(scenario, introduction.append('\n').toString(), first);
    }

    private static String processor(Platform platform) {
        String features = platform.features().stream().map(Feature::name).collect(Collectors.joining(", "));
        return "profile " + platform.profile().vendor() + ", MAXPHYADDR " + platform.maxPhyAddr() + ", with "
                + features;
    }

    private Story.Chapter chapter(List<Outcome> before) {
        if (++followed > MOST_WAYS) {
            throw new UserException(
                    "the scenario may go on in more than " + MOST_WAYS + " ways; shrink it, or leave out steps");
        }
        int step = before.size();
        List<Way> permitted = waysAfter(before);
        List<Story.Choice> choices = new ArrayList<>();
        for (Way way : permitted) {
            Story.Chapter next = way.ends || step + 1 == steps.size() ? null : chapter(with(before, way.outcome));
            choices.add(new Story.Choice(way.outcome, way.uncertainBits, way.text + "\n", next));
        }
        String texts = permitted.stream().map(Way::text).distinct().collect(Collectors.joining("\n               "));
        String told = (step + 1) + ". " + steps.get(step) + "\n";
        Story.Chapter chapter = new Story.Chapter(step, told, "    permitted: " + texts + "\n", choices);
        Story.Chapter same = known.putIfAbsent(chapter, chapter);
        return same == null ? chapter : same;
    }

    /**
     * A permitted outcome.
     *
     * @param ends whether nobody knows what memory holds after it, so that nothing can be said of the steps after it
     */
    private record Way(Outcome outcome, long uncertainBits, String text, boolean ends) {}

    /** {@return the permitted outcomes of the step after certain others} The model forgets them when it follows another way. */
    private List<Way> waysAfter(List<Outcome> before) {
        Permitted permitted = follow(before);
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < permitted.size(); i++) {
            Outcome outcome = permitted.outcome(i);
            String origin = permitted.fresh(i) ? "" : ", by what was cached";
            String text = LitmusPrinter.outcome(scenario, before.size(), outcome) + origin;
            ways.add(new Way(outcome, permitted.uncertainBits(i), text, permitted.isAmbiguous(outcome)));
        }
        return ways;
    }

    private static List<Outcome> with(List<Outcome> before, Outcome outcome) {
        List<Outcome> more = new ArrayList<>(before);
        more.add(outcome);
        return more;
    }

    private Permitted follow(List<Outcome> before) {
        model.reset(scenario.start(), pages);
        for (int i = 0; i < before.size(); i++) {
            model.evaluate(scenario.steps().get(i));
            model.admit(before.get(i));
        }
        return model.evaluate(scenario.steps().get(before.size()));
    }
}
