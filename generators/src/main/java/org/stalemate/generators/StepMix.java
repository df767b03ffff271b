package org.stalemate.generators;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/** The swarm's choice for one scenario: which kinds of steps and templates take part, and how often each comes. */
final class StepMix {
    private static final List<StepKind> KINDS = List.of(StepKind.values());
    private static final List<StepKind> ACCESSES =
            KINDS.stream().filter(StepKind::isAccess).toList();
    private static final List<StepKind> INVALIDATIONS =
            KINDS.stream().filter(StepKind::invalidates).toList();
    private static final List<Template> TEMPLATES = List.of(Template.values());

    private final int[] stepWeights;
    private final WeightedChoice<StepKind> steps;
    private final WeightedChoice<StepKind> accesses;
    private final WeightedChoice<StepKind> invalidations;
    private final WeightedChoice<Template> templates;
    private final int templatePercent;

    private StepMix(int[] stepWeights, WeightedChoice<Template> templates, int templatePercent) {
        this.stepWeights = stepWeights;
        this.templates = templates;
        this.templatePercent = templatePercent;
        steps = new WeightedChoice<>(KINDS, this::weight);
        accesses = new WeightedChoice<>(ACCESSES, this::weight);
        invalidations = new WeightedChoice<>(INVALIDATIONS, this::weight);
    }

    @SuppressWarnings("EnumOrdinal") // a dense index into an array of this scenario's alone
    private int weight(StepKind kind) {
        return stepWeights[kind.ordinal()];
    }

    static StepMix draw(GeneratorSettings settings, Platform platform, boolean presetFlags, RandomSource random) {
        int[] stepWeights = new int[KINDS.size()];
        boolean canAccess = false;
        for (int i = 0; i < stepWeights.length; i++) {
            StepKind kind = KINDS.get(i);
            boolean takesPart = random.chance(kind.percent()) && makesSense(kind, platform, random);
            int weight = settings.weight(kind) << random.below(4);
            if (takesPart && weight > 0) {
                stepWeights[i] = weight;
                canAccess |= kind.isAccess();
            }
        }
        if (!canAccess) {
            for (int i = 0; i < stepWeights.length; i++) {
                stepWeights[i] = KINDS.get(i).isAccess() ? settings.weight(KINDS.get(i)) : stepWeights[i];
            }
        }
        WeightedChoice<Template> templates = new WeightedChoice<>(TEMPLATES, template -> {
            boolean takesPart = random.chance(template.percent()) && makesSense(template, platform, presetFlags);
            int weight = settings.weight(template) << random.below(4);
            return takesPart ? weight : 0;
        });
        int spread = 20 + random.below(181);
        return new StepMix(stepWeights, templates, settings.templatePercent() * spread / 110);
    }

    /** A kind whose feature is missing could only fault, which {@link StepKind#ILLEGAL} sees to; rarely it stays. */
    private static boolean makesSense(StepKind kind, Platform platform, RandomSource random) {
        Feature needed = switch (kind) {
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
        return weight(kind) > 0;
    }

    StepKind step(RandomSource random) {
        return steps.draw(random);
    }

    StepKind access(RandomSource random) {
        return accesses.draw(random);
    }

    @Nullable
    StepKind invalidation(RandomSource random) {
        return invalidations.isEmpty() ? null : invalidations.draw(random);
    }

    /** {@return the template to splice in next, or null for a single step} */
    @Nullable
    Template template(RandomSource random) {
        return templates.isEmpty() || !random.chance(templatePercent) ? null : templates.draw(random);
    }
}
