package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.TinyWorld.*;

import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Step;

/** Permitted sets worked out from the manuals by hand. */
class WorkedExamplesTest {
    private static final long X = 0x1000;
    private static final long Y = 0x2000;
    private static final long MEGABYTE = 0x10_0000;

    private static final long ROOT = 0x10;
    private static final long OTHER_ROOT = 0x20;
    private static final long PDPT = 0x11;
    private static final long PD = 0x12;
    private static final long PT = 0x13;
    private static final long OTHER_PT = 0x14;
    private static final long OLD = 0x200;
    private static final long NEW = 0x201;
    private static final long THIRD = 0x202;

    private static final long ROOT_5 = ROOT << 12 | 5;
    private static final long ROOT_6 = ROOT << 12 | 6;
    private static final long OTHER_ROOT_5 = OTHER_ROOT << 12 | 5;
    private static final long OTHER_ROOT_6 = OTHER_ROOT << 12 | 6;

    private static TinyWorld world() {
        return new TinyWorld()
                .word(ROOT, 0, entry(PDPT, ALL))
                .word(PDPT, 0, entry(PD, ALL))
                .word(PD, 0, entry(PT, ALL))
                .word(PT, 1, entry(OLD, ALL))
                .word(PT, 2, entry(OLD, ALL));
    }

    private static Trail trail(TinyWorld world) {
        return new Trail(world.processor(ROOT_5).start(), X, Y);
    }

    private static TinyWorld twoRoots() {
        return world().word(OTHER_ROOT, 0, entry(0x21, ALL))
                .word(0x21, 0, entry(0x22, ALL))
                .word(0x22, 0, entry(0x23, ALL))
                .word(0x23, 1, entry(THIRD, ALL));
    }

    @Test
    void a_flushing_mov_to_cr3_ends_what_an_edit_began() {
        trail(world())
                .permits(load(X), loaded(OLD, X))
                .does(write(PT, 1, entry(NEW, ALL)))
                .permits(load(X), loaded(NEW, X), loaded(OLD, X))
                .does(cr3(ROOT_5))
                .permits(load(X), loaded(NEW, X));
    }

    @Test
    void a_global_entry_survives_mov_to_cr3_and_dies_at_invlpg() {
        trail(world().word(PT, 1, entry(OLD, ALL | G)))
                .does(write(PT, 1, entry(NEW, ALL)), cr3(ROOT_5))
                .permits(load(X), loaded(NEW, X), loaded(OLD, X))
                .does(cr3(ROOT_6), invlpg(X))
                .permits(load(X), loaded(NEW, X));
    }

    @Test
    void a_switch_without_flush_brings_back_old_entries_of_the_pcid() {
        Trail trail = trail(twoRoots())
                .does(cr3(OTHER_ROOT_6 | NO_FLUSH), write(PT, 1, entry(NEW, ALL)))
                .permits(load(X), loaded(THIRD, X))
                .does(cr3(ROOT_5 | NO_FLUSH))
                .permits(load(X), loaded(NEW, X), loaded(OLD, X));
        trail.does(cr3(OTHER_ROOT_5 | NO_FLUSH)).permits(load(X), loaded(THIRD, X), loaded(OLD, X), loaded(NEW, X));
    }

    @Test
    void invpcid_1_reaches_a_pcid_that_is_not_current_but_no_globals() {
        trail(twoRoots())
                .does(cr3(OTHER_ROOT_6), write(PT, 1, entry(NEW, ALL)), invpcid(1, 5, 0), cr3(ROOT_5 | NO_FLUSH))
                .permits(load(X), loaded(NEW, X));
        trail(twoRoots().word(PT, 1, entry(OLD, ALL | G)))
                .does(cr3(OTHER_ROOT_6), write(PT, 1, entry(NEW, ALL)), invpcid(1, 5, 0), cr3(ROOT_5 | NO_FLUSH))
                .permits(load(X), loaded(NEW, X), loaded(OLD, X));
    }

    @Test
    void an_old_pde_continues_into_the_table_as_it_is_now() {
        trail(world().word(OTHER_PT, 1, entry(THIRD, ALL)).word(OTHER_PT, 2, entry(THIRD, ALL)))
                .does(write(PD, 0, entry(OTHER_PT, ALL)), write(PT, 1, entry(NEW, ALL)))
                .permits(load(X), loaded(THIRD, X), loaded(OLD, X), loaded(NEW, X))
                .does(invpcid(0, 5, Y))
                .permits(load(X), loaded(THIRD, X), loaded(OLD, X), loaded(NEW, X))
                .does(invlpg(Y))
                .permits(load(Y), loaded(THIRD, Y))
                .permits(load(X), loaded(THIRD, X), loaded(OLD, X), loaded(NEW, X));
    }

    @Test
    void a_splinter_dies_with_its_large_page_while_that_is_in_place() {
        TinyWorld large = world().word(PD, 0, entry(0x400, ALL | PS)).word(PT, 256, entry(NEW, ALL));
        new Trail(large.processor(ROOT_5).start(), X, MEGABYTE)
                .does(invlpg(X), write(PD, 0, entry(PT, ALL)))
                .permits(load(MEGABYTE), loaded(NEW, MEGABYTE), loaded(0x500, MEGABYTE))
                .does(invlpg(X))
                .permits(load(MEGABYTE), loaded(NEW, MEGABYTE), loaded(0x500, MEGABYTE));
        TinyWorld again = world().word(PD, 0, entry(0x400, ALL | PS)).word(PT, 256, entry(NEW, ALL));
        new Trail(again.processor(ROOT_5).start(), X, MEGABYTE)
                .does(write(PD, 0, 0), invlpg(X), write(PD, 0, entry(PT, ALL)))
                .permits(load(MEGABYTE), loaded(NEW, MEGABYTE));
    }

    @Test
    void a_fault_may_be_spurious_once_but_not_on_amd() {
        long store = 0x8;
        trail(world().word(PT, 1, entry(OLD, P | A)))
                .does(write(PT, 1, entry(OLD, ALL)))
                .permits(store(X, store), fault(3, X), new Outcome.Stored(OLD))
                .permits(store(X, store), new Outcome.Stored(OLD));
        trail(world().profile(Profile.AMD).word(PT, 1, entry(OLD, P | A)))
                .does(write(PT, 1, entry(OLD, ALL)))
                .permits(store(X, store), new Outcome.Stored(OLD));
    }

    @Test
    void a_store_through_a_clean_entry_asks_memory_for_the_leaf() {
        trail(world().word(PT, 1, entry(OLD, P | W | A)))
                .does(write(PT, 1, entry(NEW, P | W | A)))
                .permits(store(X, 0x10), new Outcome.Stored(NEW))
                .permits(read(PT, 1), new Outcome.Loaded(entry(NEW, P | W | A | D), PT))
                .permits(load(X), new Outcome.Loaded(0x10, NEW), loaded(OLD, X));
    }

    @Test
    void accessed_flags_may_be_set_ahead_and_must_be_set_before_use() {
        long flags = P | W | U;
        trail(world().word(PT, 1, entry(OLD, flags)))
                .permits(
                        read(PT, 1),
                        new Outcome.Loaded(entry(OLD, flags), PT),
                        new Outcome.Loaded(entry(OLD, flags | A), PT))
                .permits(load(X), loaded(OLD, X))
                .permits(read(PT, 1), new Outcome.Loaded(entry(OLD, flags | A), PT))
                .does(write(PT, 1, entry(OLD, flags)))
                .permits(load(X), loaded(OLD, X))
                .permits(
                        read(PT, 1),
                        new Outcome.Loaded(entry(OLD, flags), PT),
                        new Outcome.Loaded(entry(OLD, flags | A), PT));
    }

    @Test
    void a_store_may_cache_its_own_translation_before_it_overwrites_it() {
        long self = entry(PT, P | W | A);
        trail(world().word(PT, 1, self))
                .permits(store(X + 8, entry(NEW, P | W | A)), new Outcome.Stored(PT))
                .permits(store(X + 16, 0x30), new Outcome.Stored(NEW), new Outcome.Stored(PT));
    }

    @Test
    void init_empties_the_caches_and_bring_up_starts_from_memory() {
        trail(world())
                .does(
                        write(PT, 1, entry(NEW, ALL)),
                        new Step.InitAndBringUp(0, ROOT, 5),
                        new Step.Instruction(0, new Operation.SetExecutionState(ExecutionState.USER_64)))
                .permits(load(X), loaded(NEW, X))
                .permits(fetch(Y), loaded(OLD, Y));
    }

    @Test
    void compatibility_mode_leaves_paging_and_addresses_memory_directly() {
        ExecutionState compatible = new ExecutionState(0, false, CodeSegment.BITS_32);
        trail(world())
                .does(
                        cr3(ROOT << 12),
                        cr4(PAE | PGE),
                        step(new Operation.SetExecutionState(compatible)),
                        step(new Operation.MovToCr0(0x11)))
                .permits(load(X), loaded(1, X))
                .permits(store(OLD << 12, 0x40), new Outcome.Stored(OLD))
                .permits(step(new Operation.MovToCr0(CR0)), Outcome.Done.INSTANCE)
                .permits(load(X), new Outcome.Loaded(0x40, OLD));
    }

    @Test
    void another_logical_processor_keeps_what_this_one_invalidates() {
        Trail trail = new Trail(world().processor(ROOT_5).processor(ROOT_5).start(), X);
        trail.does(write(PT, 1, entry(NEW, ALL)), invpcid(2, 0, 0))
                .permits(load(X), loaded(NEW, X))
                .permits(new Step.Instruction(1, new Operation.Load(X)), loaded(NEW, X), loaded(OLD, X));
    }
}
