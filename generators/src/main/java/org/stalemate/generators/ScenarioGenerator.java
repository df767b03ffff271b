package org.stalemate.generators;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;

/**
 * Makes scenarios from seeds. A seed means one scenario under one version of the generator, its settings and the model,
 * whatever the subject, the machine or the scenarios made before.
 *
 * <p>Each step is aimed with the help of a model of the generator's own, which takes the steps in lockstep and commits
 * at each an outcome that the generator draws from the permitted ones. The kinds of steps, their weights, the layout and
 * the platform are drawn anew for each scenario (see {@link GeneratorSettings}). Not safe for use by several threads.
 */
public final class ScenarioGenerator {
    /** How many starts are drawn before one is taken that the target cannot be brought to. */
    private static final int MOST_STARTS = 8;

    private final GeneratorSettings settings;
    private final Feasibility target;

    /** Generates as the settings say. */
    public ScenarioGenerator(GeneratorSettings settings) {
        this.settings = settings;
        target = settings.limits().feasibility().get();
    }

    /** {@return a generator of the standard mix} */
    public static ScenarioGenerator standard() {
        return new ScenarioGenerator(GeneratorSettings.STANDARD);
    }

    /** {@return the settings} */
    public GeneratorSettings settings() {
        return settings;
    }

    /** {@return the scenario of a seed} Whoever makes many should lend a model, see {@link #generate(long, Model)}. */
    public Scenario generate(long seed) {
        return generate(seed, new Model(false));
    }

    /**
     * {@return the scenario of a seed}
     *
     * @param model what to use in lockstep; its state before does not matter and its state afterwards is that of the
     *     scenario's end, by the outcomes that the generator drew
     */
    public Scenario generate(long seed, Model model) {
        Scenario scenario = null;
        for (int i = 0; i < MOST_STARTS && scenario == null; i++) {
            scenario = generate(i == 0 ? seed : RandomSource.seed(seed, i), model, i == MOST_STARTS - 1);
        }
        return Objects.requireNonNull(scenario);
    }

    private @Nullable Scenario generate(long seed, Model model, boolean anyStart) {
        RandomSource random = new RandomSource(seed);
        PlatformMix platforms = settings.platforms();
        boolean mayHaveLa57 = !platforms.never().contains(Feature.LA57);
        PagingMode home = ModePlan.drawHome(settings.homeWeights(), mayHaveLa57, random);
        Platform platform = platforms.draw(home == PagingMode.LEVEL_5, random);
        ModePlan plan = ModePlan.draw(home, platform, settings.limits(), random);
        boolean executeDisable = platform.has(Feature.NX) && random.chance(88);
        boolean presetFlags = random.chance(settings.presetFlagsPercent());
        boolean keys = platform.has(Feature.PKU) || platform.has(Feature.PKS);
        EntryStyle style =
                new EntryStyle(random.split(), presetFlags, executeDisable, keys && !plan.has(TableFormat.PAE));
        Layout layout = LayoutMaker.draw(random.split(), platform, style, plan, settings.limits());
        Start start = StartMaker.draw(platform, plan, layout, style, random.split());
        if (!target.begin(start) && !anyStart) {
            return null;
        }
        StepMix mix = StepMix.draw(settings, platform, plan, layout, presetFlags, random.split());
        model.reset(start, LinearPages.of(withTruncatedForms(layout.linearPages(), plan, mix)));
        Recorder recorder = new Recorder(model, random.split(), settings.length(), settings.stalePercent(), target);
        record(new Draft(random.split(), platform, settings.limits(), plan, style, layout, mix, recorder));
        return new Scenario(start, recorder.steps());
    }

    /** Outside 64-bit mode an access goes to the low 32 bits of its address. */
    private static long[] withTruncatedForms(long[] pages, ModePlan plan, StepMix mix) {
        boolean leaves64BitMode = mix.allows(StepKind.CHANGE_STATE)
                || mix.allows(StepKind.INIT)
                || mix.allows(StepKind.RESET)
                || mix.allows(StepKind.PAGING_OFF)
                || mix.allows(StepKind.CHANGE_MODE);
        boolean stays = plan.home() == PagingMode.LEVEL_4 && plan.second() == null && !leaves64BitMode;
        if (stays || !plan.main().isOfLongMode()) {
            return pages;
        }
        long[] both = Arrays.copyOf(pages, 2 * pages.length);
        for (int i = 0; i < pages.length; i++) {
            both[pages.length + i] = LinearAddress.truncated(pages[i]);
        }
        return both;
    }

    private static void record(Draft draft) {
        RandomSource random = draft.random;
        Accesses accesses = new Accesses(draft);
        TableEdits edits = new TableEdits(draft);
        ContextSwitches switches = new ContextSwitches(draft);
        Invalidations invalidations = new Invalidations(draft, switches);
        ModeChanges modes = new ModeChanges(draft, switches, invalidations, accesses);
        Noise noise = new Noise(draft, accesses, edits, switches, invalidations, modes);
        Templates templates = new Templates(draft, accesses, edits, switches, invalidations, modes, noise);
        boolean twoProcessors = draft.platform.logicalProcessors() > 1;
        while (!draft.recorder.isFull()) {
            if (twoProcessors && random.chance(30)) {
                draft.recorder.switchTo(random.below(2));
            }
            if (modes.isDrawnHome()) {
                modes.goHome();
                continue;
            }
            Template template = draft.mix.template(random);
            if (template == null) {
                noise.step();
            } else {
                templates.play(template);
            }
        }
    }
}
