package org.stalemate.generators;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.stalemate.vocabulary.PagingMode;

/**
 * What scenarios are made like. {@link #STANDARD} is the mix that campaigns run:
 *
 * <table>
 * <caption>The standard mix</caption>
 * <tr><td>length</td><td>100 steps</td></tr>
 * <tr><td>profile</td><td>UNION 60 %, INTEL 20 %, AMD 10 %, UNION STRICT 10 %</td></tr>
 * <tr><td>MAXPHYADDR</td><td>36, 40, 46, 52, equally often</td></tr>
 * <tr><td>home mode</td><td>4-level 60 %, PAE 13 %, 32-bit 13 %, 5-level 10 %, paging off 4 %</td></tr>
 * <tr><td>tables of a second mode</td><td>4-level 15 %, 5-level 60 %, others 40 %</td></tr>
 * <tr><td>features</td><td>all but LA57 in 80 %; else each is there in 70 %; LA57 in 10 %, and wherever 5-level is home</td></tr>
 * <tr><td>logical processors</td><td>two in 20 %</td></tr>
 * <tr><td>start</td><td>PCIDE 80 %, PGE 75 %, NXE 88 %, WP 90 %, SMEP 25 %, SMAP 15 % (then AC 60 %), PKE 60 %, PKS 40 %, where they
 * exist; PSE under 32-bit paging 85 %</td></tr>
 * <tr><td>keys</td><td>in 0, 15 or 50 % of pages by scenario, where they exist</td></tr>
 * <tr><td>accessed and dirty flags</td><td>set everywhere and never cleared in 80 %, live in 20 %</td></tr>
 * <tr><td>pages, roots, PCIDs, data frames</td><td>4 to 9, 2 to 4, 2 to 4 with 000H, 4 to 10</td></tr>
 * <tr><td>pages that follow each other</td><td>below different tables of level 1 in 15 %; else made for the first page in 30 %, or as drawn</td></tr>
 * <tr><td>a kind of step takes part</td><td>in {@link StepKind}'s share of scenarios, its weight times 1, 2, 4 or 8</td></tr>
 * <tr><td>a template takes part</td><td>in {@link Template}'s share of scenarios, likewise</td></tr>
 * <tr><td>next: a template rather than one step</td><td>3 to 36 % by scenario, mean 20 %</td></tr>
 * <tr><td>LTR before paging is turned on</td><td>8 %, three times of four of a 16-bit TSS</td></tr>
 * <tr><td>outcome taken in lockstep</td><td>a fresh one; in 15 % any permitted one</td></tr>
 * <tr><td>at CPL 3, next is privileged</td><td>back to CPL 0 first in 90 %</td></tr>
 * <tr><td>not at home</td><td>on the way back before the next step in 35 %; in 8 % where there are tables of the mode</td></tr>
 * </table>
 *
 * @param length how many steps a scenario has, at least 1
 * @param platforms which processors they run on
 * @param homeWeights how often a paging mode is a scenario's home, in which it starts and to which it returns, relative to the
 *     others; 5-level paging gives way to 4-level paging where the platforms exclude LA57
 * @param stepWeights how often a kind is drawn in those scenarios that it takes part in, 0 for never
 * @param templateWeights the same for templates
 * @param templatePercent how many of 100 draws are a template, on average over scenarios
 * @param presetFlagsPercent how many of 100 scenarios have all accessed and dirty flags set from the start and keep them
 * @param stalePercent how many of 100 steps take any permitted outcome rather than a fresh one
 * @param limits what the target does not have
 */
public record GeneratorSettings(
        int length,
        PlatformMix platforms,
        Map<PagingMode, Integer> homeWeights,
        Map<StepKind, Integer> stepWeights,
        Map<Template, Integer> templateWeights,
        int templatePercent,
        int presetFlagsPercent,
        int stalePercent,
        TargetLimits limits) {

    /** The standard mix. */
    public static final GeneratorSettings STANDARD = new GeneratorSettings(
            100,
            PlatformMix.STANDARD,
            standardHomeWeights(),
            standardStepWeights(),
            standardTemplateWeights(),
            20,
            80,
            15,
            TargetLimits.NONE);

    /** @throws IllegalArgumentException if a number is out of its range */
    public GeneratorSettings {
        homeWeights = copyOf(homeWeights, PagingMode.class);
        stepWeights = copyOf(stepWeights, StepKind.class);
        templateWeights = copyOf(templateWeights, Template.class);
        if (length < 1) {
            throw new IllegalArgumentException("a scenario has at least one step, not " + length);
        }
        requirePercent(templatePercent);
        requirePercent(presetFlagsPercent);
        requirePercent(stalePercent);
        if (homeWeights.values().stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("a scenario needs a paging mode to start in");
        }
        int accesses = 0;
        for (StepKind kind : StepKind.values()) {
            accesses += kind.isPlainAccess() ? weight(stepWeights, kind) : 0;
        }
        if (accesses == 0) {
            throw new IllegalArgumentException("without accesses a scenario shows nothing");
        }
    }

    private static <K extends Enum<K>> Map<K, Integer> copyOf(Map<K, Integer> weights, Class<K> kinds) {
        EnumMap<K, Integer> copy = new EnumMap<>(kinds);
        copy.putAll(weights);
        for (int weight : copy.values()) {
            if (weight < 0 || weight > 1000) {
                throw new IllegalArgumentException("a weight is 0 to 1000, not " + weight);
            }
        }
        return Collections.unmodifiableMap(copy);
    }

    private static <K> int weight(Map<K, Integer> weights, K kind) {
        return weights.getOrDefault(kind, 0);
    }

    static void requirePercent(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a percentage is 0 to 100, not " + percent);
        }
    }

    private static Map<PagingMode, Integer> standardHomeWeights() {
        EnumMap<PagingMode, Integer> weights = new EnumMap<>(PagingMode.class);
        weights.put(PagingMode.NONE, 4);
        weights.put(PagingMode.BITS_32, 13);
        weights.put(PagingMode.PAE, 13);
        weights.put(PagingMode.LEVEL_4, 60);
        weights.put(PagingMode.LEVEL_5, 10);
        return weights;
    }

    private static Map<StepKind, Integer> standardStepWeights() {
        EnumMap<StepKind, Integer> weights = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            weights.put(kind, kind.weight());
        }
        return weights;
    }

    private static Map<Template, Integer> standardTemplateWeights() {
        EnumMap<Template, Integer> weights = new EnumMap<>(Template.class);
        for (Template template : Template.values()) {
            weights.put(template, template.weight());
        }
        return weights;
    }

    /** {@return how often the kind is drawn where it takes part} */
    public int weight(StepKind kind) {
        return weight(stepWeights, kind);
    }

    /** {@return how often the template is drawn where it takes part} */
    public int weight(Template template) {
        return weight(templateWeights, template);
    }

    /** {@return the same settings for scenarios of another length} */
    public GeneratorSettings withLength(int steps) {
        return new GeneratorSettings(
                steps,
                platforms,
                homeWeights,
                stepWeights,
                templateWeights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings for other processors} */
    public GeneratorSettings withPlatforms(PlatformMix others) {
        return new GeneratorSettings(
                length,
                others,
                homeWeights,
                stepWeights,
                templateWeights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings with one paging mode as the home of every scenario} */
    public GeneratorSettings withHome(PagingMode mode) {
        return withHomes(Map.of(mode, 1));
    }

    /** {@return the same settings with other weights for the home modes} */
    public GeneratorSettings withHomes(Map<PagingMode, Integer> weights) {
        return new GeneratorSettings(
                length,
                platforms,
                weights,
                stepWeights,
                templateWeights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings with another weight for a kind of step} */
    public GeneratorSettings with(StepKind kind, int weight) {
        EnumMap<StepKind, Integer> weights = new EnumMap<>(StepKind.class);
        weights.putAll(stepWeights);
        weights.put(kind, weight);
        return new GeneratorSettings(
                length,
                platforms,
                homeWeights,
                weights,
                templateWeights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings with some kinds of steps drawn so many times less often, against each other kind} */
    public GeneratorSettings rarer(Set<StepKind> kinds, int times) {
        GeneratorSettings settings = this;
        for (Map.Entry<StepKind, Integer> other : stepWeights.entrySet()) {
            if (!kinds.contains(other.getKey())) {
                settings = settings.with(other.getKey(), times * other.getValue());
            }
        }
        return settings;
    }

    /** {@return the same settings with another weight for a template} */
    public GeneratorSettings with(Template template, int weight) {
        EnumMap<Template, Integer> weights = new EnumMap<>(Template.class);
        weights.putAll(templateWeights);
        weights.put(template, weight);
        return new GeneratorSettings(
                length,
                platforms,
                homeWeights,
                stepWeights,
                weights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings with another share of templates} */
    public GeneratorSettings withTemplates(int percent) {
        return new GeneratorSettings(
                length,
                platforms,
                homeWeights,
                stepWeights,
                templateWeights,
                percent,
                presetFlagsPercent,
                stalePercent,
                limits);
    }

    /** {@return the same settings with another share of scenarios whose accessed and dirty flags are preset} */
    public GeneratorSettings withPresetFlags(int percent) {
        return new GeneratorSettings(
                length,
                platforms,
                homeWeights,
                stepWeights,
                templateWeights,
                templatePercent,
                percent,
                stalePercent,
                limits);
    }

    /** {@return the same settings for a target with limits: without the homes and the kinds of steps that it has none of} */
    public GeneratorSettings within(TargetLimits others) {
        EnumMap<PagingMode, Integer> homes = new EnumMap<>(PagingMode.class);
        homeWeights.forEach((mode, weight) -> homes.put(mode, others.modes().contains(mode) ? weight : 0));
        EnumMap<StepKind, Integer> steps = new EnumMap<>(StepKind.class);
        stepWeights.forEach((kind, weight) -> steps.put(kind, kind.isWithin(others) ? weight : 0));
        return new GeneratorSettings(
                length,
                platforms,
                homes,
                steps,
                templateWeights,
                templatePercent,
                presetFlagsPercent,
                stalePercent,
                others);
    }
}
