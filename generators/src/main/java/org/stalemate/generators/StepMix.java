package org.stalemate.generators;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/** The swarm's choice for one scenario: which kinds of steps and templates take part, and how often each comes. */
final class StepMix {
    private static final StepKind[] KINDS = StepKind.values();
    private static final Template[] TEMPLATES = Template.values();

    private final WeightedChoice steps;
    private final WeightedChoice accesses;
    private final WeightedChoice invalidations;
    private final WeightedChoice templates;
    private final int templatePercent;

    private StepMix(int[] stepWeights, int[] templateWeights, int templatePercent) {
        int[] accessWeights = stepWeights.clone();
        int[] invalidationWeights = stepWeights.clone();
        for (StepKind kind : KINDS) {
            if (!kind.isAccess()) {
                accessWeights[kind.ordinal()] = 0;
            }
            if (!kind.invalidates()) {
                invalidationWeights[kind.ordinal()] = 0;
            }
        }
        steps = new WeightedChoice(stepWeights);
        accesses = new WeightedChoice(accessWeights);
        invalidations = new WeightedChoice(invalidationWeights);
        templates = new WeightedChoice(templateWeights);
        this.templatePercent = templatePercent;
    }

    static StepMix draw(GeneratorSettings settings, Platform platform, boolean presetFlags, RandomSource random) {
        int[] stepWeights = new int[KINDS.length];
        int accessWeight = 0;
        for (StepKind kind : KINDS) {
            boolean takesPart = random.chance(kind.percent()) && makesSense(kind, platform, random);
            int weight = takesPart ? settings.weight(kind) << random.below(4) : 0;
            stepWeights[kind.ordinal()] = weight;
            accessWeight += kind.isAccess() ? weight : 0;
        }
        if (accessWeight == 0) {
            for (StepKind kind : KINDS) {
                if (kind.isAccess()) {
                    stepWeights[kind.ordinal()] = settings.weight(kind);
                }
            }
        }
        int[] templateWeights = new int[TEMPLATES.length];
        for (Template template : TEMPLATES) {
            boolean takesPart = random.chance(template.percent()) && makesSense(template, platform, presetFlags);
            templateWeights[template.ordinal()] = takesPart ? settings.weight(template) << random.below(4) : 0;
        }
        int spread = 20 + random.below(181);
        return new StepMix(stepWeights, templateWeights, settings.templatePercent() * spread / 110);
    }

    /** A kind whose feature is missing could only fault, which {@link StepKind#ILLEGAL} sees to; rarely it stays. */
    private static boolean makesSense(StepKind kind, Platform platform, RandomSource random) {
        Feature needed =
                switch (kind) {
                    case INVPCID_ADDRESS, INVPCID_CONTEXT, INVPCID_ALL, INVPCID_NON_GLOBAL -> Feature.INVPCID;
                    case CR3_NO_FLUSH, TOGGLE_PCIDE -> Feature.PCID;
                    case TOGGLE_SMEP -> Feature.SMEP;
                    case TOGGLE_SMAP -> Feature.SMAP;
                    case TOGGLE_NXE -> Feature.NX;
                    default -> null;
                };
        return needed == null || platform.has(needed) || random.chance(5);
    }

    private static boolean makesSense(Template template, Platform platform, boolean presetFlags) {
        return switch (template) {
            case SHOOTDOWN -> platform.logicalProcessors() > 1;
            case FLAGS -> !presetFlags;
            default -> true;
        };
    }

    boolean allows(StepKind kind) {
        return steps.allows(kind.ordinal());
    }

    StepKind step(RandomSource random) {
        return KINDS[steps.draw(random)];
    }

    StepKind access(RandomSource random) {
        return KINDS[accesses.draw(random)];
    }

    @Nullable StepKind invalidation(RandomSource random) {
        return invalidations.isEmpty() ? null : KINDS[invalidations.draw(random)];
    }

    /** {@return the template to splice in next, or null for a single step} */
    @Nullable Template template(RandomSource random) {
        return templates.isEmpty() || !random.chance(templatePercent) ? null : TEMPLATES[templates.draw(random)];
    }
}
