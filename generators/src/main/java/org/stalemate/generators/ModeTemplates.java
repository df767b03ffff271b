package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;

/** Plays the templates about what an MMU's role depends on: the mode, rights of the processor, keys, who makes the access. */
final class ModeTemplates {
    private final Draft draft;
    private final RandomSource random;
    private final Accesses accesses;
    private final TableEdits edits;
    private final ContextSwitches switches;
    private final Invalidations invalidations;
    private final ModeChanges modes;
    private final Noise noise;

    ModeTemplates(
            Draft draft,
            Accesses accesses,
            TableEdits edits,
            ContextSwitches switches,
            Invalidations invalidations,
            ModeChanges modes,
            Noise noise) {
        this.draft = draft;
        random = draft.random;
        this.accesses = accesses;
        this.edits = edits;
        this.switches = switches;
        this.invalidations = invalidations;
        this.modes = modes;
        this.noise = noise;
    }

    private void pause() {
        if (random.chance(15)) {
            noise.step();
        }
    }

    private void touch(long page) {
        accesses.touch(page);
        pause();
    }

    private void invalidate(long page, int percent) {
        if (random.chance(percent)) {
            invalidations.invalidate(page);
            pause();
        }
    }

    private boolean mayEdit() {
        return draft.mix.allows(StepKind.EDIT_ENTRY);
    }

    private void edit(long page) {
        if (mayEdit()) {
            edits.editOnPath(draft.currentRoot(), page);
            pause();
        }
    }

    void twin(long page) {
        touch(page);
        if (random.chance(70)) {
            edit(page);
        }
        invalidate(page, 40);
        if (draft.mix.allows(StepKind.EMULATED)) {
            accesses.emulate(page);
            boolean mayChange = !draft.plan.main().isOfLongMode() || draft.mix.allows(StepKind.PAGING_OFF);
            if (mayChange && random.chance(30)) {
                changePaging();
                accesses.emulate(page);
            }
        }
        touch(page);
    }

    /** Off, or to another mode and perhaps back: all that a software walker knows of the processor may change. */
    private void changePaging() {
        if (draft.registers().mode() != PagingMode.NONE && random.chance(50)) {
            modes.goTo(PagingMode.NONE);
        } else {
            modes.changeMode();
        }
    }

    void across() {
        long first = draft.layout.firstOfAnyPair(random);
        long second = draft.layout.pageAfter(first);
        boolean editsFirst = random.chance(50);
        long edited = editsFirst ? first : second;
        long other = editsFirst ? second : first;
        touch(edited);
        if (random.chance(60)) {
            touch(other);
        }
        edit(edited);
        invalidate(random.chance(75) ? edited : other, 50);
        accesses.across(first);
        pause();
        if (random.chance(30)) {
            touch(edited);
        }
    }

    /** What a supervisor writes with CR0.WP=0 to a user's read-only page, what SMEP and SMAP then say, fetches between reads. */
    void role(long page) {
        switch (random.below(3)) {
            case 0 -> writeProtect(page);
            case 1 -> supervisorRights(page);
            default -> {
                accesses.access(StepKind.FETCH, page);
                pause();
                accesses.access(StepKind.LOAD, page);
                if (random.chance(50)) {
                    edit(page);
                }
                accesses.access(StepKind.FETCH, page);
            }
        }
    }

    private void writeProtect(long page) {
        switches.becomeSupervisor();
        if (mayEdit() && random.chance(70)) {
            edits.makeReadOnly(page);
        }
        boolean set = (draft.registers().cr0() & CR0_WP) != 0;
        if (set && draft.mix.allows(StepKind.TOGGLE_WP)) {
            switches.toggleWp();
        }
        accesses.access(StepKind.STORE, page);
        pause();
        if (draft.mix.allows(StepKind.CHANGE_STATE) && random.chance(50)) {
            switches.setLevel(3, random.chance(50));
            touch(page);
            switches.becomeSupervisor();
        }
        if (draft.mix.allows(StepKind.TOGGLE_WP)) {
            switches.toggleWp();
        }
        accesses.access(random.chance(50) ? StepKind.STORE : StepKind.EXCHANGE, page);
    }

    private void supervisorRights(long page) {
        switches.becomeSupervisor();
        accesses.access(random.chance(50) ? StepKind.FETCH : StepKind.STORE, page);
        pause();
        boolean smep = random.chance(50);
        if (draft.mix.allows(smep ? StepKind.TOGGLE_SMEP : StepKind.TOGGLE_SMAP)) {
            switches.toggleCr4(smep ? CR4_SMEP : CR4_SMAP);
        }
        accesses.access(smep ? StepKind.FETCH : StepKind.IMPLICIT_LOAD, page);
        touch(page);
    }

    void keys(long page) {
        boolean user = draft.platform.has(Feature.PKU) && (random.chance(65) || !draft.platform.has(Feature.PKS));
        if (mayEdit()) {
            edits.giveKey(page, draft.style.key());
            invalidate(page, 40);
        }
        touch(page);
        writeKeyRights(user);
        touch(page);
        if (mayEdit() && random.chance(50)) {
            edits.giveKey(page, draft.style.key());
            invalidate(page, 50);
            touch(page);
        }
        if (random.chance(60)) {
            writeKeyRights(user);
            touch(page);
        }
    }

    private void writeKeyRights(boolean user) {
        if (user && draft.mix.allows(StepKind.WRPKRU)) {
            switches.writePkru();
        } else if (!user && draft.mix.allows(StepKind.WRMSR_PKRS)) {
            switches.becomeSupervisor();
            switches.writePkrs();
        }
        pause();
    }

    /** With the mode that has PDPTEs: elsewhere it is an edit of the root, which tells much the same story. */
    void pointers(long page) {
        if (draft.registers().mode() != PagingMode.PAE && random.chance(70)) {
            modes.goTo(PagingMode.PAE);
        }
        touch(page);
        if (mayEdit()) {
            edits.editRoot(page);
            pause();
        }
        if (draft.mix.allows(StepKind.INVLPG) && random.chance(50)) {
            switches.becomeSupervisor();
            draft.perform(new Operation.InvLpg(page));
        }
        touch(page);
        switches.becomeSupervisor();
        if (draft.mix.allows(StepKind.TOGGLE_CD_NW) && random.chance(25)) {
            switches.toggleCaching();
        } else {
            switches.loadCr3(random.chance(75) ? draft.currentRoot() : draft.root(), 0, false);
        }
        touch(page);
    }

    void largePageBit(long page) {
        if (mayEdit() && random.chance(60)) {
            edits.changeSize(page);
        }
        touch(page);
        if (draft.mix.allows(StepKind.TOGGLE_PSE)) {
            switches.becomeSupervisor();
            switches.toggleCr4(CR4_PSE);
            pause();
            touch(page);
            if (random.chance(40)) {
                edit(page);
            }
            invalidate(page, 25);
            if (random.chance(75)) {
                switches.becomeSupervisor();
                switches.toggleCr4(CR4_PSE);
            }
        }
        touch(page);
    }

    /** A frame that serves as a directory of entries of both sizes is walked under either, with paging off in between or not. */
    void bothSizes(long page) {
        PagingMode before = draft.registers().mode();
        touch(page);
        if (random.chance(40)) {
            edit(page);
        }
        if (before != PagingMode.BITS_32 && before != PagingMode.PAE) {
            modes.changeMode();
            touch(page);
            return;
        }
        long cr3 = draft.registers().cr3();
        if (random.chance(50)) {
            modes.togglePae();
        } else {
            modes.goTo(before == PagingMode.PAE ? PagingMode.BITS_32 : PagingMode.PAE);
        }
        touch(page);
        if (random.chance(40)) {
            edit(page);
        }
        if (random.chance(75)) {
            modes.goTo(before);
            if (random.chance(60)) {
                switches.becomeSupervisor();
                draft.perform(new Operation.MovToCr3(cr3));
            }
        }
        touch(page);
    }
}
