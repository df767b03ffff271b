package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR4_PGE;

import org.stalemate.vocabulary.Operation;

/** Plays the templates. Each aims at one page and, where it leaves a context, at coming back to it. */
final class Templates {
    private final Draft draft;
    private final RandomSource random;
    private final Accesses accesses;
    private final TableEdits edits;
    private final ContextSwitches switches;
    private final Invalidations invalidations;
    private final Noise noise;
    private final ModeTemplates modeTemplates;

    Templates(
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
        this.noise = noise;
        modeTemplates = new ModeTemplates(draft, accesses, edits, switches, invalidations, modes, noise);
    }

    void play(Template template) {
        long page = draft.page();
        long root = draft.currentRoot();
        int pcid = draft.recorder.registers().pcid();
        switch (template) {
            case REVISIT -> revisit(page, root, pcid);
            case RETAG -> retag(page, root, pcid);
            case SHARE -> share(page);
            case GLOBAL -> global(page, root, pcid);
            case SIZE_CHANGE -> changeSize(page);
            case RIGHTS -> rights(page);
            case FLAGS -> flags(page);
            case SHOOTDOWN -> shootdown(page, root, pcid);
            case RESTART -> restart(page, pcid);
            case TWIN -> modeTemplates.twin(page);
            case ACROSS -> modeTemplates.across();
            case ROLE -> modeTemplates.role(page);
            case KEYS -> modeTemplates.keys(page);
            case POINTERS -> modeTemplates.pointers(page);
            case LARGE_PAGE_BIT -> modeTemplates.largePageBit(page);
            case BOTH_SIZES -> modeTemplates.bothSizes(page);
            case NEW_TABLE -> newTable(page);
        }
    }

    /** Noise may stand between any two steps of a template. */
    private void pause() {
        if (random.chance(15)) {
            noise.step();
        }
    }

    private void edit(long root, long page) {
        if (!draft.mix.allows(StepKind.EDIT_ENTRY)) {
            return;
        }
        edits.editOnPath(root, page);
        if (random.chance(15)) {
            edits.edit(page);
        }
        pause();
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

    private void comeBack(long root, int pcid) {
        boolean elsewhere =
                draft.currentRoot() != root || draft.recorder.registers().pcid() != pcid;
        if (elsewhere && switches.maySwitch() && random.chance(90)) {
            switches.switchTo(root, pcid);
            pause();
        }
    }

    private void revisit(long page, long root, int pcid) {
        touch(page);
        edit(root, page);
        invalidate(page, 40);
        if (switches.maySwitch() && random.chance(45)) {
            switches.switchTo(draft.root(), random.chance(40) ? pcid : draft.pcid());
            if (random.chance(50)) {
                touch(random.chance(50) ? page : draft.page());
            }
            if (random.chance(20)) {
                edit(root, page);
            }
            invalidate(page, 50);
        }
        comeBack(root, pcid);
        touch(page);
        if (random.chance(20)) {
            touch(page);
        }
    }

    private void retag(long page, long root, int pcid) {
        touch(page);
        if (random.chance(50)) {
            edit(root, page);
        }
        if (switches.maySwitch()) {
            boolean otherRoot = random.chance(60);
            switches.switchTo(otherRoot ? draft.root() : root, otherRoot ? pcid : draft.pcid());
        }
        touch(page);
        if (random.chance(40)) {
            edit(draft.currentRoot(), page);
        }
        invalidate(page, 30);
        comeBack(root, pcid);
        touch(page);
    }

    private void share(long page) {
        long other = draft.otherPage(page);
        touch(page);
        if (random.chance(40)) {
            touch(other);
        }
        edit(draft.currentRoot(), page);
        invalidate(random.chance(50) ? page : other, 60);
        touch(other);
        touch(page);
    }

    /** A frame becomes a table while translations of it as data are in use, and they stay in use. */
    private void newTable(long page) {
        long window = draft.otherPage(page);
        long table = edits.dataBehind(window);
        boolean mayStore = draft.mix.allows(StepKind.STORE) && draft.mix.allows(StepKind.EDIT_ENTRY);
        int level = random.chance(70) ? 2 : 1;
        if (table < 0 || !mayStore || draft.format() == TableFormat.BITS_32) {
            share(page);
            return;
        }
        int index = draft.format().index(page, level);
        long address = window | (long) index << 3;
        draft.perform(new Operation.StoreTableEntry(Address.frame(table), index, edits.newEntry(level)));
        draft.perform(new Operation.Store(address ^ 8, draft.newValue()));
        if (random.chance(50)) {
            edit(draft.currentRoot(), window);
        }
        if (!edits.hookIn(page, level, table)) {
            return;
        }
        invalidate(page, 60);
        touch(page);
        draft.perform(new Operation.Store(address, draft.newValue()));
        invalidate(page, 85);
        touch(page);
    }

    private void global(long page, long root, int pcid) {
        boolean on = (draft.recorder.registers().cr4() & CR4_PGE) != 0;
        if (!on && draft.mix.allows(StepKind.TOGGLE_PGE)) {
            switches.toggleCr4(CR4_PGE);
        }
        if (draft.mix.allows(StepKind.EDIT_ENTRY)) {
            edits.makeGlobal(page);
        }
        touch(page);
        boolean editsElsewhere = random.chance(40);
        if (!editsElsewhere) {
            edit(root, page);
        }
        if (switches.maySwitch() && random.chance(65)) {
            switches.switchTo(draft.root(), draft.pcid());
        }
        if (editsElsewhere) {
            edit(root, page);
        }
        invalidate(page, 70);
        if (random.chance(40)) {
            touch(page);
        }
        comeBack(root, pcid);
        touch(page);
    }

    private void changeSize(long page) {
        long other = draft.otherPage(page);
        touch(page);
        if (random.chance(50)) {
            touch(other);
        }
        if (draft.mix.allows(StepKind.EDIT_ENTRY)) {
            edits.changeSize(page);
        }
        invalidate(random.chance(70) ? page : other, 50);
        touch(page);
        touch(other);
    }

    private void rights(long page) {
        if (draft.mix.allows(StepKind.TOGGLE_WP) && random.chance(35)) {
            switches.becomeSupervisor();
            switches.toggleWp();
        }
        if (draft.mix.allows(StepKind.CHANGE_STATE)) {
            switches.setLevel(random.chance(65) ? 3 : 0, random.chance(50));
        }
        touch(page);
        edit(draft.currentRoot(), page);
        touch(page);
        if (random.chance(50)) {
            touch(draft.page());
        }
        switches.becomeSupervisor();
        invalidate(page, 30);
        touch(page);
    }

    private void flags(long page) {
        if (random.chance(60)) {
            touch(page);
        }
        if (draft.mix.allows(StepKind.EDIT_ENTRY) && edits.clearFlag(page)) {
            invalidate(page, 50);
            if (random.chance(50)) {
                writeElsewhere(page);
            } else {
                touch(page);
            }
            if (draft.mix.allows(StepKind.READ_ENTRY)) {
                edits.readBack();
            }
        }
    }

    /** To the same place of memory by another page first, where large pages overlap. */
    private void writeElsewhere(long page) {
        accesses.access(StepKind.LOAD, page);
        accesses.access(StepKind.STORE, draft.pageLike(page));
        accesses.access(StepKind.STORE, page);
    }

    private void shootdown(long page, long root, int pcid) {
        Recorder recorder = draft.recorder;
        int initiator = recorder.processor();
        int responder = initiator ^ 1;
        touch(page);
        recorder.switchTo(responder);
        if (switches.maySwitch() && random.chance(50)) {
            switches.becomeSupervisor();
            switches.switchTo(root, pcid);
        }
        touch(page);
        recorder.switchTo(initiator);
        edit(root, page);
        invalidate(page, 70);
        recorder.switchTo(responder);
        invalidate(page, 50);
        touch(page);
        recorder.switchTo(initiator);
        comeBack(root, pcid);
        touch(page);
    }

    private void restart(long page, int pcid) {
        long root = draft.currentRoot();
        touch(page);
        edit(root, page);
        if (draft.mix.allows(StepKind.INIT_AND_BRING_UP)) {
            boolean sameRoot =
                    draft.format().isOfLongMode() && draft.registers().longModeIsActive();
            boolean reachable = sameRoot && draft.format() == TableFormat.LEVEL_4 && root >>> 32 == 0;
            boolean known = reachable && random.chance(80);
            invalidations.initAndBringUp(known ? root : draft.bringUpRoot(), random.chance(50) ? 0 : pcid);
            pause();
        }
        comeBack(root, pcid);
        touch(page);
    }
}
