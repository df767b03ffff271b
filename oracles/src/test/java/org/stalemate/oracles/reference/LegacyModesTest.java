package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.TinyWorld.*;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.Vendor;

/** Permitted sets under 32-bit and PAE paging, worked out from the manuals by hand. */
class LegacyModesTest {
    private static final long X = 0x1000;
    private static final long MEGABYTE = 0x10_0000;
    private static final long FOUR_MEGABYTES = 0x40_0000;

    private static final long PD = 0x10;
    private static final long PT = 0x13;
    private static final long OLD = 0x200;
    private static final long NEW = 0x201;

    /** A table that is a page directory to 32-bit paging and a page-directory-pointer table to PAE paging. */
    private static final long CR3 = PD << 12;

    private static final Outcome DONE = Outcome.Done.INSTANCE;
    private static final Outcome REFUSED = new Outcome.GeneralProtection(0);

    private static TinyWorld world32() {
        return new TinyWorld()
                .halves(PD, 0, entry(PT, ALL), entry(PT, ALL))
                .halves(PT, 0, 0, entry(OLD, ALL))
                .halves(PT, 128, entry(OLD, ALL), 0);
    }

    private static TinyWorld pae() {
        return new TinyWorld()
                .word(PD, 4, entry(0x11, P))
                .word(0x11, 0, entry(0x12, ALL))
                .word(0x12, 1, entry(OLD, ALL))
                .word(0x21, 0, entry(0x22, ALL))
                .word(0x22, 1, entry(NEW, ALL));
    }

    private static final long PAE_CR3 = CR3 | 0x20;

    private static Trail trail(TinyWorld world, long cr4) {
        return new Trail(world.legacyProcessor(CR3, cr4, 0).start(), X, MEGABYTE);
    }

    private static Trail paeTrail(TinyWorld world, Profile profile) {
        return new Trail(
                world.profile(profile).legacyProcessor(PAE_CR3, PAE | PGE, NXE).start(), X);
    }

    @Test
    void entries_of_4_bytes_are_found_in_both_halves_of_a_word() {
        trail(world32().halves(PD, 1, entry(0x14, ALL), 0).halves(0x14, 0, entry(NEW, ALL), 0), 0)
                .permits(load(X), loaded(OLD, X))
                .permits(load(FOUR_MEGABYTES + X), loaded(OLD, FOUR_MEGABYTES + X))
                .permits(load(2 * FOUR_MEGABYTES), loaded(NEW, 2 * FOUR_MEGABYTES))
                .permits(load(3 * FOUR_MEGABYTES), fault(0, 3 * FOUR_MEGABYTES));
    }

    @Test
    void flags_are_set_in_the_half_that_holds_the_entry() {
        long clean = entry(OLD, P | W);
        trail(world32().halves(PT, 0, clean, clean), 0)
                .permits(store(X, 8), new Outcome.Stored(OLD))
                .permits(read(PT, 0), new Outcome.Loaded(clean | (clean | A | D) << 32, PT));
        trail(world32().halves(PT, 0, clean, clean), 0)
                .permits(
                        read(PT, 0),
                        new Outcome.Loaded(clean | clean << 32, PT),
                        new Outcome.Loaded(clean | (clean | A) << 32, PT));
    }

    @Test
    void a_4_byte_store_leaves_the_other_half_and_its_flags_alone() {
        long clean = entry(OLD, P | W);
        new Trail(
                        world32()
                                .halves(PT, 0, clean, clean)
                                .legacyProcessor(CR3, 0, 0)
                                .start(),
                        X)
                .permits(load(X), loaded(OLD, X))
                .does(writeHalf(PT, 0, entry(NEW, 0)))
                .permits(read(PT, 0), new Outcome.Loaded(entry(NEW, 0) | (clean | A) << 32, PT));
    }

    @Test
    void an_8_byte_entry_written_in_halves_is_used_half_written() {
        paeTrail(pae(), Profile.INTEL)
                .does(writeHalf(0x12, 3, 1))
                .permits(load(X), loaded(0x10_0000 | OLD, X), loaded(OLD, X))
                .does(writeHalf(0x12, 2, entry(NEW, ALL)), step(new Operation.InvLpg(X)))
                .permits(load(X), loaded(0x10_0000 | NEW, X));
    }

    @Test
    void ps_means_4_mb_with_pse_and_nothing_without() {
        TinyWorld large = world32().halves(PD, 0, entry(0x400, ALL | PS), 0).halves(0x400, 0, 0, entry(NEW, ALL));
        trail(large, 0)
                .permits(load(X), loaded(NEW, X))
                .does(cr4(PSE))
                .permits(load(X), loaded(0x401, X), loaded(NEW, X))
                .does(cr3(CR3))
                .permits(load(X), loaded(0x401, X));
        TinyWorld strict = world32()
                .profile(new Profile(Vendor.UNION, true))
                .halves(PD, 0, entry(0x400, ALL | PS), 0)
                .halves(0x400, 0, 0, entry(NEW, ALL));
        trail(strict, 0).does(cr4(PSE)).permits(load(X), loaded(0x401, X));
    }

    private static TinyWorld wide(int bit, Profile profile) {
        return world32().profile(profile).halves(PD, 0, entry(0x400, ALL | PS) | 1L << bit, 0);
    }

    @Test
    void pse_36_gives_address_bits_39_to_32_as_far_as_they_exist() {
        trail(wide(13, Profile.UNION), PSE).permits(load(X), loaded(0x10_0401, X));
        trail(wide(20, Profile.INTEL), PSE).permits(load(X), loaded(0x800_0401, X));
        trail(wide(17, Profile.UNION), PSE).permits(load(X), loaded(0x100_0401, X), fault(9, X));
        trail(wide(17, Profile.AMD), PSE).permits(load(X), loaded(0x100_0401, X), fault(9, X));
        trail(wide(21, Profile.INTEL), PSE).permits(load(X), fault(9, X));
        trail(wide(17, Profile.INTEL).maxPhyAddr(36), PSE).permits(load(X), fault(9, X));
        Set<Feature> without = EnumSet.complementOf(EnumSet.of(Feature.PSE36));
        trail(wide(13, Profile.INTEL).features(without), PSE).permits(load(X), fault(9, X));
    }

    @Test
    void one_invlpg_takes_all_pieces_of_a_4_mb_page() {
        trail(world32().halves(PD, 0, entry(0x400, ALL | PS), 0), PSE)
                .does(writeHalf(PD, 0, 0), invlpg(X), writeHalf(PD, 0, entry(PT, ALL)))
                .permits(load(MEGABYTE), loaded(OLD, MEGABYTE));
        trail(world32().halves(PD, 0, entry(0x400, ALL | PS), 0), PSE)
                .does(writeHalf(PD, 0, entry(PT, ALL)), invlpg(X))
                .permits(load(MEGABYTE), loaded(OLD, MEGABYTE), loaded(0x500, MEGABYTE));
    }

    @Test
    void intel_walks_from_the_registers_whatever_memory_holds() {
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P)), invlpg(X))
                .permits(load(X), loaded(OLD, X))
                .does(step(new Operation.InvPcid(2, 0, 0)))
                .permits(load(X), loaded(OLD, X))
                .does(cr3(PAE_CR3))
                .permits(load(X), loaded(NEW, X))
                .does(write(PD, 4, 0), cr3(PAE_CR3))
                .permits(load(X), fault(0, X));
    }

    @Test
    void others_may_read_a_pdpte_from_memory_and_cache_it() {
        paeTrail(pae(), Profile.UNION)
                .does(write(PD, 4, entry(0x21, P)))
                .permits(load(X), loaded(OLD, X), loaded(NEW, X))
                .does(invlpg(X))
                .permits(load(X), loaded(OLD, X), loaded(NEW, X))
                .does(write(PD, 4, 0), cr3(PAE_CR3))
                .permits(load(X), fault(0, X));
    }

    @Test
    void a_reserved_bit_in_a_pdpte_faults_at_the_load_or_at_use() {
        Step reload = cr3(PAE_CR3);
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P | W)))
                .refuses(reload)
                .permits(load(X), loaded(OLD, X));
        paeTrail(pae(), Profile.UNION)
                .does(write(PD, 4, entry(0x21, P | W)))
                .permits(reload, DONE, REFUSED)
                .permits(load(X), fault(9, X));
        paeTrail(pae(), Profile.UNION)
                .does(write(PD, 4, entry(0x21, P | W)))
                .permits(reload, REFUSED, DONE)
                .permits(load(X), loaded(OLD, X), fault(9, X));
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 5, W))
                .permits(reload, DONE, REFUSED)
                .permits(load(X), loaded(OLD, X));
    }

    @Test
    void mov_to_cr4_loads_pdptes_where_it_must_and_otherwise_as_it_likes() {
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P)), cr4(PAE | PGE | SMEP))
                .permits(load(X), loaded(NEW, X));
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P)), cr4(PAE | PGE | SMAP | 1), cr3(CR3))
                .permits(load(X), fault(0, X));
        Trail free = paeTrail(pae(), Profile.INTEL);
        free.does(write(PD, 4, entry(0x21, P)), cr4(PAE | PGE | 1), invlpg(X))
                .permits(load(X), loaded(OLD, X), loaded(NEW, X))
                .does(invlpg(X))
                .permits(load(X), loaded(OLD, X))
                .does(cr4(PAE | PGE | 1))
                .permits(load(X), loaded(OLD, X));
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P | W)))
                .permits(cr4(PAE | PGE | 1), DONE, REFUSED)
                .refuses(cr4(PAE))
                .permits(step(new Operation.ReadRegister(Register.CR4)), new Outcome.RegisterValue(PAE | PGE | 1));
    }

    @Test
    void mov_to_cr0_loads_pdptes_with_cd_but_not_with_wp() {
        paeTrail(pae(), Profile.INTEL)
                .does(write(PD, 4, entry(0x21, P)), cr0(CR0 & ~0x1_0000L), step(new Operation.Lmsw(0xF)), invlpg(X))
                .permits(load(X), loaded(OLD, X))
                .does(cr0(CR0 | 1 << 30), invlpg(X))
                .permits(load(X), loaded(NEW, X));
    }

    @Test
    void the_way_from_32_bit_to_pae_drops_all_but_globals() {
        TinyWorld both = world32()
                .word(PD, 4, entry(0x11, P))
                .word(0x11, 0, entry(0x12, ALL))
                .word(0x12, 1, entry(NEW, ALL))
                .word(0x12, 256, entry(NEW, ALL))
                .halves(PT, 128, entry(OLD, ALL | G), 0);
        Trail trail = new Trail(
                both.profile(Profile.INTEL).legacyProcessor(PAE_CR3, PGE, 0).start(), X, MEGABYTE);
        trail.permits(load(X), loaded(OLD, X))
                .does(cr4(PGE | PAE))
                .permits(load(X), loaded(NEW, X))
                .permits(load(MEGABYTE), loaded(OLD, MEGABYTE), loaded(NEW, MEGABYTE))
                .does(cr4(PGE))
                .permits(load(X), loaded(OLD, X));
    }

    @Test
    void a_bad_pdpte_keeps_pae_from_being_entered_on_intel() {
        TinyWorld both = world32().word(PD, 4, entry(0x11, P | A)).profile(Profile.INTEL);
        new Trail(both.legacyProcessor(PAE_CR3, PGE, 0).start(), X)
                .refuses(cr4(PGE | PAE))
                .permits(load(X), loaded(OLD, X));
    }

    @Test
    void pae_entries_know_xd_and_reserve_what_lies_beyond_maxphyaddr() {
        paeTrail(pae().word(0x12, 1, entry(OLD, ALL | XD)), Profile.UNION)
                .permits(fetch(X), fault(0x11, X))
                .does(efer(0))
                .permits(load(X), fault(9, X), loaded(OLD, X));
        paeTrail(pae().word(0x12, 1, entry(OLD, ALL) | 1L << 59), Profile.INTEL).permits(load(X), fault(9, X));
        paeTrail(pae().word(0x11, 0, entry(0x400, ALL | PS)), Profile.INTEL).permits(load(X), loaded(0x401, X));
        paeTrail(pae().word(0x11, 0, entry(0x401, ALL | PS) | 1 << 13), Profile.INTEL)
                .permits(load(X), fault(9, X));
    }

    @Test
    void paging_off_uses_addresses_as_they_are_and_a_way_back_starts_afresh() {
        trail(world32(), 0)
                .does(cr0(CR0 & ~(1L << 31)))
                .permits(load(X), loaded(1, X))
                .does(writeHalf(PT, 1, entry(NEW, ALL)), cr0(CR0))
                .permits(load(X), loaded(NEW, X));
    }
}
