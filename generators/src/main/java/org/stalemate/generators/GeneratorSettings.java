package org.stalemate.generators;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What scenarios are made like. {@link #STANDARD} is the mix that campaigns run:
 *
 * <table>
 * <caption>The standard mix</caption>
 * <tr><td>length</td><td>100 steps</td></tr>
 * <tr><td>profile</td><td>UNION 60 %, INTEL 20 %, AMD 10 %, UNION STRICT 10 %</td></tr>
 * <tr><td>MAXPHYADDR</td><td>36, 40, 46, 52, equally often</td></tr>
 * <tr><td>features</td><td>all but LA57 in 80 %; else each is there in 70 %; LA57 in 10 %</td></tr>
 * <tr><td>logical processors</td><td>two in 20 %</td></tr>
 * <tr><td>start</td><td>PCIDE 80 %, PGE 75 %, NXE 88 %, WP 90 %, SMEP 25 %, SMAP 15 % (then AC 60 %), where they exist</td></tr>
 * <tr><td>accessed and dirty flags</td><td>set everywhere and never cleared in 80 %, live in 20 %</td></tr>
 * <tr><td>pages, roots, PCIDs, data frames</td><td>4 to 8, 2 to 4, 2 to 4 with 000H, 4 to 10</td></tr>
 * <tr><td>a kind of step takes part</td><td>in {@link StepKind}'s share of scenarios, its weight times 1, 2, 4 or 8</td></tr>
 * <tr><td>a template takes part</td><td>in {@link Template}'s share of scenarios, likewise</td></tr>
 * <tr><td>next: a template rather than one step</td><td>3 to 27 % by scenario, mean 15 %</td></tr>
 * <tr><td>outcome taken in lockstep</td><td>a fresh one; in 15 % any permitted one</td></tr>
 * <tr><td>at CPL 3, next is privileged</td><td>back to CPL 0 first in 90 %</td></tr>
 * <tr><td>not in 64-bit mode</td><td>on the way back before the next step in 35 %</td></tr>
 * </table>
 *
 * @param length how many steps a scenario has, at least 1
 * @param platforms which processors they run on
 * @param stepWeights how often a kind is drawn in those scenarios that it takes part in, 0 for never
 * @param templateWeights the same for templates
 * @param templatePercent how many of 100 draws are a template, on average over scenarios
 * @param presetFlagsPercent how many of 100 scenarios have all accessed and dirty flags set from the start and keep them
 * @param stalePercent how many of 100 steps take any permitted outcome rather than a fresh one
 */
public record GeneratorSettings(
        int length,
        PlatformMix platforms,
        Map<StepKind, Integer> stepWeights,
        Map<Template, Integer> templateWeights,
        int templatePercent,
        int presetFlagsPercent,
        int stalePercent) {

    /** The standard mix. */
    public static final GeneratorSettings STANDARD = new GeneratorSettings(
            100, PlatformMix.STANDARD, standardStepWeights(), standardTemplateWeights(), 15, 80, 15);

    /** @throws IllegalArgumentException if a number is out of its range */
    public GeneratorSettings {
        stepWeights = copyOf(stepWeights, StepKind.class);
        templateWeights = copyOf(templateWeights, Template.class);
        if (length < 1) {
            throw new IllegalArgumentException("a scenario has at least one step, not " + length);
        }
        requirePercent(templatePercent);
        requirePercent(presetFlagsPercent);
        requirePercent(stalePercent);
        if (weight(stepWeights, StepKind.LOAD)
                        + weight(stepWeights, StepKind.STORE)
                        + weight(stepWeights, StepKind.FETCH)
                == 0) {
            throw new IllegalArgumentException("without loads, stores and fetches a scenario shows nothing");
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
                steps, platforms, stepWeights, templateWeights, templatePercent, presetFlagsPercent, stalePercent);
    }

    /** {@return the same settings for other processors} */
    public GeneratorSettings withPlatforms(PlatformMix others) {
        return new GeneratorSettings(
                length, others, stepWeights, templateWeights, templatePercent, presetFlagsPercent, stalePercent);
    }

    /** {@return the same settings with another weight for a kind of step} */
    public GeneratorSettings with(StepKind kind, int weight) {
        EnumMap<StepKind, Integer> weights = new EnumMap<>(StepKind.class);
        weights.putAll(stepWeights);
        weights.put(kind, weight);
        return new GeneratorSettings(
                length, platforms, weights, templateWeights, templatePercent, presetFlagsPercent, stalePercent);
    }

    /** {@return the same settings with another weight for a template} */
    public GeneratorSettings with(Template template, int weight) {
        EnumMap<Template, Integer> weights = new EnumMap<>(Template.class);
        weights.putAll(templateWeights);
        weights.put(template, weight);
        return new GeneratorSettings(
                length, platforms, stepWeights, weights, templatePercent, presetFlagsPercent, stalePercent);
    }

    /** {@return the same settings with another share of templates} */
    public GeneratorSettings withTemplates(int percent) {
        return new GeneratorSettings(
                length, platforms, stepWeights, templateWeights, percent, presetFlagsPercent, stalePercent);
    }

    /** {@return the same settings with another share of scenarios whose accessed and dirty flags are preset} */
    public GeneratorSettings withPresetFlags(int percent) {
        return new GeneratorSettings(
                length, platforms, stepWeights, templateWeights, templatePercent, percent, stalePercent);
    }
}
