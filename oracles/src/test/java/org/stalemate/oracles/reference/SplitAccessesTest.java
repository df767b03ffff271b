package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.TinyWorld.*;

import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;

/** What an access may do that crosses from one page into the next, worked out from the manuals by hand (PG-PF-SPLIT). */
class SplitAccessesTest {
    private static final long FIRST = 0x1000;
    private static final long SECOND = 0x2000;
    private static final long CROSSING = SECOND - 4;

    private static final long PD = 0x12;
    private static final long PT = 0x13;
    private static final long LOW = 0x200;
    private static final long HIGH = 0x300;
    private static final long OTHER_LOW = 0x201;
    private static final long OTHER_HIGH = 0x301;
    private static final long CLEAN = P | W | U;

    private static TinyWorld world() {
        return new TinyWorld()
                .word(0x10, 0, entry(0x11, ALL))
                .word(0x11, 0, entry(PD, ALL))
                .word(PD, 0, entry(PT, ALL))
                .word(PT, 1, entry(LOW, ALL))
                .word(PT, 2, entry(HIGH, ALL));
    }

    private static Trail trail(TinyWorld world) {
        return new Trail(world.processor(0x10 << 12).start(), FIRST, SECOND);
    }

    private static Step splitLoad(long address) {
        return step(new Operation.SplitLoad(address));
    }

    private static Step splitStore(long address, long value) {
        return step(new Operation.SplitStore(address, value));
    }

    private static Outcome across(long lowFrame, long highFrame) {
        long value = untouched(lowFrame, 0xFF8) >>> 32 | untouched(highFrame, 0) << 32;
        return new Outcome.SplitLoaded(value, lowFrame, highFrame);
    }

    private static Outcome stored(long lowFrame, long highFrame) {
        return new Outcome.SplitStored(lowFrame, highFrame);
    }

    private static Outcome loadedWord(long frame, long value) {
        return new Outcome.Loaded(value, frame);
    }

    @Test
    void each_half_may_use_an_old_or_a_new_translation_whatever_the_other_does() {
        trail(world())
                .permits(splitLoad(CROSSING), across(LOW, HIGH))
                .does(write(PT, 1, entry(OTHER_LOW, ALL)), write(PT, 2, entry(OTHER_HIGH, ALL)))
                .permits(
                        splitLoad(CROSSING),
                        across(LOW, OTHER_HIGH),
                        across(LOW, HIGH),
                        across(OTHER_LOW, HIGH),
                        across(OTHER_LOW, OTHER_HIGH))
                .does(invlpg(SECOND))
                .permits(splitLoad(CROSSING), across(LOW, OTHER_HIGH), across(OTHER_LOW, OTHER_HIGH));
    }

    @Test
    void the_halves_of_a_value_go_to_the_ends_of_two_frames() {
        trail(world())
                .permits(splitStore(CROSSING, 0x1111_2222_3333_4444L), stored(LOW, HIGH))
                .permits(read(LOW, 511), loadedWord(LOW, (0x3333_4444L << 32) | (untouched(LOW, 0xFF8) & 0xFFFF_FFFFL)))
                .permits(read(HIGH, 0), loadedWord(HIGH, (untouched(HIGH, 0) & (-1L << 32)) | 0x1111_2222L))
                .permits(splitLoad(CROSSING), new Outcome.SplitLoaded(0x1111_2222_3333_4444L, LOW, HIGH));
    }

    @Test
    void either_half_may_fault_and_cr2_says_which() {
        Step readCr2 = step(new Operation.ReadRegister(Register.CR2));
        trail(world().word(PT, 1, 0))
                .permits(splitLoad(CROSSING), fault(0, CROSSING))
                .permits(readCr2, new Outcome.RegisterValue(CROSSING));
        trail(world().word(PT, 2, 0))
                .permits(splitStore(CROSSING, 0), fault(2, SECOND))
                .permits(readCr2, new Outcome.RegisterValue(SECOND));
        trail(world().word(PT, 1, 0).word(PT, 2, 0)).permits(splitLoad(CROSSING), fault(0, CROSSING));
    }

    @Test
    void a_fault_invalidates_for_the_page_of_its_own_half_only() {
        trail(world())
                .does(write(PT, 1, entry(OTHER_LOW, ALL)), write(PT, 2, 0))
                .permits(splitLoad(CROSSING), fault(0, SECOND), across(LOW, HIGH), across(OTHER_LOW, HIGH))
                .permits(load(SECOND), fault(0, SECOND))
                .permits(load(FIRST), loaded(LOW, FIRST), loaded(OTHER_LOW, FIRST));
        trail(world())
                .does(write(PT, 1, 0), write(PT, 2, entry(OTHER_HIGH, ALL)))
                .permits(splitLoad(CROSSING), fault(0, CROSSING), across(LOW, HIGH), across(LOW, OTHER_HIGH))
                .permits(load(FIRST), fault(0, FIRST))
                .permits(load(SECOND), loaded(HIGH, SECOND), loaded(OTHER_HIGH, SECOND));
    }

    @Test
    void amd_confirms_the_fault_of_a_half() {
        trail(world().profile(Profile.AMD))
                .does(write(PT, 1, entry(LOW, P | A)), write(PT, 1, entry(LOW, ALL)))
                .permits(splitStore(CROSSING, 0x10), stored(LOW, HIGH));
        trail(world().profile(Profile.INTEL))
                .does(write(PT, 1, entry(LOW, P | A)), write(PT, 1, entry(LOW, ALL)))
                .permits(splitStore(CROSSING, 0x10), stored(LOW, HIGH), fault(3, CROSSING));
    }

    @Test
    void flags_of_both_halves_are_set_where_the_access_completes() {
        trail(world().word(PT, 1, entry(LOW, CLEAN)).word(PT, 2, entry(HIGH, CLEAN)))
                .permits(splitStore(CROSSING, 0x10), stored(LOW, HIGH))
                .permits(read(PT, 1), loadedWord(PT, entry(LOW, ALL)))
                .permits(read(PT, 2), loadedWord(PT, entry(HIGH, ALL)));
    }

    @Test
    void flags_of_the_low_half_may_be_set_or_not_where_the_high_half_faults() {
        trail(world().word(PT, 1, entry(LOW, CLEAN)).word(PT, 2, 0))
                .permits(splitLoad(CROSSING), fault(0, SECOND))
                .permits(read(PT, 1), loadedWord(PT, entry(LOW, CLEAN)), loadedWord(PT, entry(LOW, CLEAN | A)));
        trail(world().word(PT, 1, entry(LOW, CLEAN | A)).word(PT, 2, 0))
                .permits(splitStore(CROSSING, 0x10), fault(2, SECOND))
                .permits(read(PT, 1), loadedWord(PT, entry(LOW, CLEAN | A)), loadedWord(PT, entry(LOW, ALL)));
    }

    @Test
    void flags_of_the_high_half_are_not_set_by_a_store_where_the_low_half_faults() {
        trail(world().word(PT, 1, 0).word(PT, 2, entry(HIGH, CLEAN | A)))
                .permits(splitStore(CROSSING, 0x10), fault(2, CROSSING))
                .permits(read(PT, 2), loadedWord(PT, entry(HIGH, CLEAN | A)));
    }

    @Test
    void a_store_whose_high_half_faults_may_have_written_the_low_half() {
        long before = untouched(LOW, 0xFF8);
        trail(world().word(PT, 2, 0))
                .permits(splitStore(CROSSING, 0x10), fault(2, SECOND))
                .permits(
                        read(LOW, 511),
                        loadedWord(LOW, before),
                        loadedWord(LOW, (0x10L << 32) | (before & 0xFFFF_FFFFL)));
    }

    @Test
    void the_high_half_is_translated_before_the_low_half_is_written() {
        long crossing = (2L << 30) - 4;
        long second = 2L << 30;
        TinyWorld world = world().word(0x11, 1, entry(0x21, ALL))
                .word(0x11, 2, entry(0x31, ALL))
                .word(0x21, 511, entry(0x22, ALL))
                .word(0x22, 511, entry(0x13, ALL))
                .word(0x31, 0, entry(0x32, ALL))
                .word(0x32, 0, entry(0x11, ALL));
        new Trail(world.processor(0x10 << 12).start(), crossing, second)
                .permits(splitStore(crossing, (entry(0x22, P) & 0xFFFF_FFFFL) << 32), stored(0x13, 0x11));
    }

    @Test
    void outside_64_bit_mode_the_last_page_is_followed_by_the_first() {
        TinyWorld paged = new TinyWorld()
                .halves(0x10, 0, entry(0x11, ALL), 0)
                .halves(0x10, 511, 0, entry(0x12, ALL))
                .halves(0x11, 0, entry(HIGH, ALL), 0)
                .halves(0x12, 511, 0, entry(LOW, ALL));
        new Trail(paged.legacyProcessor(0x10 << 12, 0, 0).start(), 0L, 0xFFFF_F000L)
                .permits(splitLoad(0xFFFF_FFFCL), across(LOW, HIGH))
                .does(write(0x11, 0, 0), invlpg(0))
                .permits(splitLoad(0xFFFF_FFFCL), fault(0, 0))
                .does(cr0(CR0 & ~(1L << 31)))
                .permits(splitLoad(0xFFFF_FFFCL), across(0xF_FFFF, 0));
    }

    @Test
    void in_64_bit_mode_both_halves_have_to_be_canonical() {
        Outcome refused = new Outcome.GeneralProtection(0);
        TinyWorld world = world().word(0x10, 255, entry(0x11, ALL))
                .word(0x11, 511, entry(PD, ALL))
                .word(PD, 511, entry(PT, ALL))
                .word(PT, 511, entry(LOW, ALL));
        long last = 0x7FFF_FFFF_F000L;
        new Trail(world.processor(0x10 << 12).start(), last)
                .permits(splitLoad(last + 0xFFC), refused)
                .permits(splitLoad((-1L << 47) - 4), refused)
                .does(write(PT, 511, 0), invlpg(last))
                .permits(splitLoad(last + 0xFFC), refused, fault(0, last + 0xFFC));
    }

    @Test
    void each_half_needs_the_rights_of_its_own_page() {
        TinyWorld world = world().word(PT, 2, entry(HIGH, P | W | A | D));
        new Trail(world.processor(0x10 << 12, PAE, ExecutionState.USER_64).start(), FIRST, SECOND)
                .permits(splitLoad(CROSSING), fault(5, SECOND))
                .does(enter(new ExecutionState(0, false, CodeSegment.BITS_64)))
                .permits(splitLoad(CROSSING), across(LOW, HIGH));
    }
}
