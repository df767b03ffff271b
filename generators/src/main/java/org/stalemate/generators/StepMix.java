package org.stalemate.generators;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;

/** The swarm's choice for one scenario: which kinds of steps and templates take part, and how often each comes. */
final class StepMix {
    private static final List<StepKind> KINDS = List.of(StepKind.values());
    private static final List<StepKind> ACCESSES =
            KINDS.stream().filter(StepKind::isAccess).toList();
    private static final List<StepKind> PLAIN_ACCESSES =
            KINDS.stream().filter(StepKind::isPlainAccess).toList();
    private static final List<StepKind> INVALIDATIONS =
            KINDS.stream().filter(StepKind::invalidates).toList();
    private static final List<Template> TEMPLATES = List.of(Template.values());

    private final int[] stepWeights;
    private final WeightedChoice<StepKind> steps;
    private final WeightedChoice<StepKind> accesses;
    private final WeightedChoice<StepKind> plainAccesses;
    private final WeightedChoice<StepKind> invalidations;
    private final WeightedChoice<Template> templates;
    private final int templatePercent;

    private StepMix(int[] stepWeights, WeightedChoice<Template> templates, int templatePercent) {
        this.stepWeights = stepWeights;
        this.templates = templates;
        this.templatePercent = templatePercent;
        steps = new WeightedChoice<>(KINDS, this::weight);
        accesses = new WeightedChoice<>(ACCESSES, this::weight);
        plainAccesses = new WeightedChoice<>(PLAIN_ACCESSES, this::weight);
        invalidations = new WeightedChoice<>(INVALIDATIONS, this::weight);
    }

    @SuppressWarnings("EnumOrdinal") // a dense index into an array of this scenario's alone
    private int weight(StepKind kind) {
        return stepWeights[kind.ordinal()];
    }

    static StepMix draw(
            GeneratorSettings settings,
            Platform platform,
            ModePlan plan,
            Layout layout,
            boolean presetFlags,
            RandomSource random) {
        int[] stepWeights = new int[KINDS.size()];
        boolean canAccess = false;
        for (int i = 0; i < stepWeights.length; i++) {
            StepKind kind = KINDS.get(i);
            boolean needed = kind == StepKind.CHANGE_MODE && plan.second() != null;
            boolean takesPart = random.chance(needed ? 85 : kind.percent())
                    && (settings.limits().mayLeavePaging() || comesHome(kind, plan))
                    && makesSense(kind, platform, plan, random)
                    && (layout.hasPairs() || !kind.isSplitAccess());
            int weight = (settings.weight(kind) << random.below(4)) * (needed ? 2 : 1);
            if (takesPart && weight > 0) {
                stepWeights[i] = weight;
                canAccess |= kind.isPlainAccess();
            }
        }
        if (!canAccess) {
            for (int i = 0; i < stepWeights.length; i++) {
                stepWeights[i] = KINDS.get(i).isPlainAccess() ? settings.weight(KINDS.get(i)) : stepWeights[i];
            }
        }
        boolean splits = IntStream.range(0, stepWeights.length)
                .anyMatch(i -> stepWeights[i] > 0 && KINDS.get(i).isSplitAccess());
        WeightedChoice<Template> templates = new WeightedChoice<>(TEMPLATES, template -> {
            boolean takesPart = random.chance(template.percent())
                    && makesSense(template, platform, plan, presetFlags)
                    && (splits || template != Template.ACROSS);
            int weight = settings.weight(template) << random.below(4);
            return takesPart ? weight : 0;
        });
        int spread = 20 + random.below(181);
        return new StepMix(stepWeights, templates, settings.templatePercent() * spread / 110);
    }

    /** The bring-up after INIT leads to 4-level paging, from where the way to another home leads through paging off. */
    private static boolean comesHome(StepKind kind, ModePlan plan) {
        return kind != StepKind.INIT_AND_BRING_UP || plan.home() == PagingMode.LEVEL_4;
    }

    /** A kind that could only fault or do nothing is left to {@link StepKind#ILLEGAL} and the like; rarely it stays. */
    private static boolean makesSense(StepKind kind, Platform platform, ModePlan plan, RandomSource random) {
        boolean possible = switch (kind) {
            case INVPCID_ADDRESS, INVPCID_ALL, INVPCID_NON_GLOBAL, INVPCID_CONTEXT -> platform.has(Feature.INVPCID);
            case CR3_NO_FLUSH, TOGGLE_PCIDE -> platform.has(Feature.PCID) && plan.hasLongTables();
            case TOGGLE_SMEP -> platform.has(Feature.SMEP);
            case TOGGLE_SMAP -> platform.has(Feature.SMAP);
            case TOGGLE_NXE -> platform.has(Feature.NX);
            case TOGGLE_PKE, WRPKRU -> platform.has(Feature.PKU) && plan.hasLongTables();
            case TOGGLE_PKS, WRMSR_PKRS -> platform.has(Feature.PKS) && plan.hasLongTables();
            case TOGGLE_PSE -> plan.has(TableFormat.BITS_32);
            case TOGGLE_PAE -> plan.home() == PagingMode.NONE || !plan.main().isOfLongMode();
            case TASK_SWITCH -> plan.has(TableFormat.BITS_32) || plan.has(TableFormat.PAE);
            case INIT_AND_BRING_UP -> plan.hasLongTables();
            default -> true;
        };
        return possible || random.chance(5);
    }

    private static boolean makesSense(Template template, Platform platform, ModePlan plan, boolean presetFlags) {
        return switch (template) {
            case SHOOTDOWN -> platform.logicalProcessors() > 1;
            case FLAGS -> !presetFlags;
            case RESTART -> plan.hasLongTables();
            case POINTERS -> plan.has(TableFormat.PAE);
            case LARGE_PAGE_BIT -> plan.has(TableFormat.BITS_32);
            case BOTH_SIZES -> !plan.main().isOfLongMode();
            case KEYS -> plan.hasLongTables() && (platform.has(Feature.PKU) || platform.has(Feature.PKS));
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

    /** {@return an access that is not emulated} */
    StepKind plainAccess(RandomSource random) {
        return plainAccesses.draw(random);
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
