package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;

/** 5-level paging, protection keys and the rarer accesses, worked out from the manuals by hand. */
class LongModesTest {
    private static final long X = 0x1000;
    private static final long WIDE = 1L << 48 | X;

    private static final long ROOT = 0x10;
    private static final long PT = 0x13;
    private static final long OLD = 0x200;
    private static final long NEW = 0x201;
    private static final long CR3 = ROOT << 12;

    private static TinyWorld world() {
        return new TinyWorld()
                .features(EnumSet.allOf(Feature.class))
                .word(ROOT, 0, entry(0x11, ALL))
                .word(0x11, 0, entry(0x12, ALL))
                .word(0x12, 0, entry(PT, ALL))
                .word(PT, 1, entry(OLD, ALL));
    }

    private static Trail trail(TinyWorld world, long cr4) {
        return trail(world, cr4, ExecutionState.SUPERVISOR_64);
    }

    private static Trail trail(TinyWorld world, long cr4, ExecutionState state) {
        return new Trail(world.processor(CR3, PAE | PGE | cr4, state).start(), X);
    }

    private static TinyWorld fiveLevels() {
        return world().word(0x20, 0, entry(ROOT, ALL))
                .word(0x20, 1, entry(0x21, ALL))
                .word(0x21, 0, entry(0x11, ALL));
    }

    private static Trail fiveLevelTrail(TinyWorld world) {
        return new Trail(
                world.processor(0x20L << 12, PAE | PGE | LA57, ExecutionState.SUPERVISOR_64)
                        .start(),
                X,
                WIDE);
    }

    private static long key(int key) {
        return (long) key << 59;
    }

    private static Step read(Register register) {
        return step(new Operation.ReadRegister(register));
    }

    @Test
    void five_levels_translate_57_bits() {
        fiveLevelTrail(fiveLevels())
                .permits(load(X), loaded(OLD, X))
                .permits(load(WIDE), loaded(OLD, WIDE))
                .refuses(load(1L << 56))
                .does(write(0x20, 1, 0))
                .permits(load(WIDE), fault(0, WIDE), loaded(OLD, WIDE))
                .permits(load(X), loaded(OLD, X));
        trail(world(), 0).refuses(load(WIDE));
    }

    @Test
    void bit_8_of_a_pml5e_divides_the_vendors() {
        fiveLevelTrail(fiveLevels().word(0x20, 0, entry(ROOT, ALL | G)).profile(Profile.INTEL))
                .permits(load(X), loaded(OLD, X));
        fiveLevelTrail(fiveLevels().word(0x20, 0, entry(ROOT, ALL | G)).profile(Profile.AMD))
                .permits(load(X), fault(9, X));
    }

    @Test
    void compatibility_mode_walks_five_levels_with_32_bits() {
        fiveLevelTrail(fiveLevels())
                .does(enter(SUPERVISOR_32))
                .permits(load(WIDE), loaded(OLD, WIDE))
                .does(write(0x20, 1, 0), invlpg(WIDE))
                .permits(load(WIDE), loaded(OLD, WIDE));
    }

    @Test
    void five_levels_are_left_for_four_through_paging_off() {
        fiveLevelTrail(fiveLevels())
                .refuses(step(new Operation.MovToCr4(PAE | PGE)))
                .does(enter(SUPERVISOR_32), cr0(CR0 & ~(1L << 31)), cr4(PAE | PGE), cr0(CR0))
                .permits(load(X), fault(0, X));
    }

    @Test
    void legacy_paging_is_reached_through_paging_off_only() {
        TinyWorld world = world().halves(0x14, 0, entry(0x15, ALL), 0).halves(0x15, 0, 0, entry(NEW, ALL));
        trail(world, 0)
                .refuses(cr4(PGE), efer(0))
                .does(enter(SUPERVISOR_32), cr0(CR0 & ~(1L << 31)))
                .permits(read(Register.EFER), new Outcome.RegisterValue(EFER & ~0x400L))
                .does(efer(NXE), cr4(PGE), cr3(0x14 << 12), cr0(CR0))
                .permits(load(X), loaded(NEW, X))
                .refuses(efer(EFER), cr4(PGE | PCIDE));
    }

    @Test
    void keys_judge_data_accesses_with_the_rights_of_now() {
        trail(world().word(PT, 1, entry(OLD, ALL) | key(3)), PKE, ExecutionState.USER_64)
                .permits(load(X), loaded(OLD, X))
                .does(pkru(1 << 6))
                .permits(load(X), fault(0x25, X))
                .permits(fetch(X), loaded(OLD, X))
                .does(pkru(1 << 7))
                .permits(load(X), loaded(OLD, X))
                .permits(store(X, 8), fault(0x27, X))
                .permits(implicit(X), loaded(OLD, X));
    }

    @Test
    void write_disable_binds_supervisors_with_wp_only() {
        trail(world().word(PT, 1, entry(OLD, ALL) | key(3)), PKE)
                .does(pkru(1 << 7))
                .permits(store(X, 8), fault(0x23, X))
                .does(cr0(CR0 & ~0x1_0000L))
                .permits(store(X, 8), new Outcome.Stored(OLD));
    }

    @Test
    void supervisor_pages_obey_pkrs() {
        trail(world().word(PT, 1, entry(OLD, P | W | A | D) | key(15)), PKS)
                .does(pkrs(1L << 30))
                .permits(load(X), fault(0x21, X))
                .does(enter(ExecutionState.USER_64))
                .permits(load(X), fault(0x25, X))
                .refuses(pkrs(0))
                .permits(pkru(0), Outcome.UndefinedOpcode.INSTANCE);
    }

    @Test
    void the_key_bit_is_set_whatever_other_rights_say() {
        trail(world().word(PT, 1, entry(OLD, P | U | A) | key(1)), PKE, ExecutionState.USER_64)
                .permits(store(X, 8), fault(0x7, X))
                .does(pkru(1 << 2))
                .permits(store(X, 8), fault(0x27, X))
                .does(write(PT, 1, entry(OLD, A) | key(1)))
                .permits(store(X, 8), fault(0x6, X), fault(0x27, X));
    }

    @Test
    void a_key_may_be_stale_and_a_translation_from_before_pke_may_have_none() {
        trail(world().word(PT, 1, entry(OLD, ALL) | key(1)), PKE)
                .does(pkru(1 << 2), write(PT, 1, entry(OLD, ALL) | key(2)))
                .permits(load(X), loaded(OLD, X), fault(0x21, X))
                .does(invlpg(X))
                .permits(load(X), loaded(OLD, X));
        TinyWorld keyed = world().word(PT, 1, entry(OLD, ALL) | key(1));
        keyed.processor(new Registers(CR0, 0, CR3, PAE | PGE, EFER, 1 << 2, 0, ExecutionState.SUPERVISOR_64));
        new Trail(keyed.start(), X)
                .does(cr4(PAE | PGE | PKE))
                .permits(load(X), fault(0x21, X), loaded(OLD, X))
                .permits(load(X), fault(0x21, X));
        TinyWorld amd = world().word(PT, 1, entry(OLD, ALL) | key(1)).profile(Profile.AMD);
        amd.processor(new Registers(CR0, 0, CR3, PAE | PGE, EFER, 1 << 2, 0, ExecutionState.SUPERVISOR_64));
        new Trail(amd.start(), X).does(cr4(PAE | PGE | PKE)).permits(load(X), fault(0x21, X));
    }

    @Test
    void setting_pke_empties_the_caches_on_amd() {
        trail(world().profile(Profile.AMD).word(PT, 1, entry(OLD, ALL | G)), 0)
                .does(write(PT, 1, entry(NEW, ALL)), cr4(PAE | PGE | PKE))
                .permits(load(X), loaded(NEW, X));
        trail(world().profile(Profile.INTEL).word(PT, 1, entry(OLD, ALL | G)), 0)
                .does(write(PT, 1, entry(NEW, ALL)), cr4(PAE | PGE | PKE))
                .permits(load(X), loaded(NEW, X), loaded(OLD, X));
    }

    @Test
    void key_registers_exist_with_their_features_and_outlive_init_but_not_reset() {
        trail(world(), 0)
                .permits(pkru(1), Outcome.UndefinedOpcode.INSTANCE)
                .does(pkrs(7), new Step.Init(0))
                .permits(read(Register.PKRS), new Outcome.RegisterValue(7))
                .does(new Step.Reset(0))
                .permits(read(Register.PKRS), new Outcome.RegisterValue(0))
                .refuses(pkrs(1L << 32));
        trail(world().features(EnumSet.noneOf(Feature.class)), 0)
                .refuses(pkrs(0), read(Register.PKRS), cr4(PAE | PKE))
                .permits(read(Register.PKRU), Outcome.UndefinedOpcode.INSTANCE);
    }

    @Test
    void implicit_loads_are_supervisor_accesses_that_ac_does_not_exempt() {
        ExecutionState ac = new ExecutionState(0, true, CodeSegment.BITS_64);
        trail(world(), SMAP, ac).permits(load(X), loaded(OLD, X)).permits(implicit(X), fault(1, X));
        trail(world().word(PT, 1, entry(OLD, P | A)), 0, ExecutionState.USER_64)
                .permits(load(X), fault(5, X))
                .permits(implicit(X), loaded(OLD, X));
    }

    @Test
    void an_exchange_writes_and_returns_what_was_there() {
        trail(world(), 0)
                .permits(exchange(X, 5), exchanged(untouched(OLD, X), OLD))
                .permits(step(new Operation.Emulated(new Operation.Exchange(X, 6))), exchanged(5, OLD))
                .permits(load(X), new Outcome.Loaded(6, OLD));
        trail(world().word(PT, 1, entry(OLD, P | U | A)), 0).permits(exchange(X, 5), fault(3, X));
    }

    @Test
    void an_exchange_of_its_own_entry_sees_the_flags_it_needed() {
        trail(world().word(PT, 1, entry(PT, P | W)), 0)
                .permits(exchange(X + 8, entry(NEW, P | W | A)), exchanged(entry(PT, P | W | A | D), PT))
                .permits(store(X + 16, 0x30), new Outcome.Stored(NEW), new Outcome.Stored(PT));
    }

    @Test
    void writing_a_memory_type_range_register_empties_the_caches() {
        trail(world().word(PT, 1, entry(OLD, ALL | G)), 0)
                .does(write(PT, 1, entry(NEW, ALL)), step(Operation.WrmsrMtrr.INSTANCE))
                .permits(load(X), loaded(NEW, X));
        trail(world(), 0, ExecutionState.USER_64).refuses(step(Operation.WrmsrMtrr.INSTANCE));
    }

    @Test
    void lmsw_sets_pe_and_never_clears_it() {
        trail(world(), 0)
                .does(step(new Operation.Lmsw(0xFE)))
                .permits(read(Register.CR0), new Outcome.RegisterValue(CR0 | 0xE))
                .does(step(new Operation.Lmsw(0)))
                .permits(read(Register.CR0), new Outcome.RegisterValue(CR0))
                .does(enter(ExecutionState.USER_64))
                .refuses(step(new Operation.Lmsw(1)));
    }
}
