package org.stalemate.mmu.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.invalidation.Scope;

final class HostProcessorTest {
    private static final int ANY_RIGHTS = 0xFF;
    private static final long LINEAR = 0x7000;
    private static final long PAGE = 7;

    private final HostCounters counters = new HostCounters();
    private final HostProcessor processor = processor(Retention.HOARD);

    private HostProcessor processor(Retention retention) {
        HostProcessor made = new HostProcessor(
                0, new HostTlb(retention), new HostStructureCache(retention), new NativeInvalidation(), counters);
        made.reset();
        return made;
    }

    private long find(int tag, long page) {
        return processor.translation(tag, page, ANY_RIGHTS, 0, 0);
    }

    @Test
    void the_oldest_of_several_translations_is_used() {
        processor.cache(1, PAGE, Translation.of(0x10, 7, 0));
        processor.cache(1, PAGE, Translation.of(0x20, 7, 0));
        assertThat(Translation.target(find(1, PAGE))).isEqualTo(0x10);
    }

    @Test
    void a_translation_is_used_under_its_own_tag_unless_it_is_global() {
        processor.cache(1, PAGE, Translation.of(0x10, 7, 0));
        processor.cache(1, PAGE + 1, Translation.of(0x11, 7, 0) | Translation.GLOBAL);
        assertThat(find(2, PAGE)).isZero();
        assertThat(Translation.target(find(2, PAGE + 1))).isEqualTo(0x11);
    }

    @Test
    void rights_that_forbid_an_access_are_reported_apart_from_a_missing_dirty_flag() {
        processor.cache(1, PAGE, Translation.of(0x10, 3, 0));
        assertThat(processor.translation(1, PAGE, 1 << 7, 0, 0)).isZero();
        assertThat(processor.refused()).isNotZero();
        assertThat(processor.translation(1, PAGE, ANY_RIGHTS, 0, Translation.WRITE_THROUGH))
                .isZero();
        assertThat(processor.refused()).isZero();
    }

    @Test
    void invlpg_drops_every_piece_of_a_large_page_and_all_tables_of_its_tag() {
        processor.cache(1, 0x200, Translation.of(0x10, 7, 1));
        processor.cache(1, 0x3FF, Translation.of(0x11, 7, 1));
        processor.cache(1, 0x400, Translation.of(0x12, 7, 1));
        processor.cacheTable(1, 0x4000_0000_0000L, 1, Translation.of(0x13, 7, 0));
        processor.cacheTable(2, LINEAR, 1, Translation.of(0x14, 7, 0));
        processor.invLpg(1, 0x200_000);
        assertThat(find(1, 0x200)).isZero();
        assertThat(find(1, 0x3FF)).isZero();
        assertThat(find(1, 0x400)).isNotZero();
        assertThat(processor.table(1, 0x4000_0000_0000L, 1)).isZero();
        assertThat(processor.table(2, LINEAR, 1)).isNotZero();
    }

    @Test
    void invpcid_of_one_address_keeps_globals_and_tables_off_its_path() {
        processor.cache(1, PAGE, Translation.of(0x10, 7, 0) | Translation.GLOBAL);
        processor.cacheTable(1, LINEAR, 1, Translation.of(0x13, 7, 0));
        processor.cacheTable(1, 0x4000_0000L, 1, Translation.of(0x14, 7, 0));
        processor.invPcid(false, 0, 1, LINEAR);
        assertThat(find(1, PAGE)).isNotZero();
        assertThat(processor.table(1, LINEAR, 1)).isZero();
        assertThat(processor.table(1, 0x4000_0000L, 1)).isNotZero();
    }

    @Test
    void requested_flushes_are_done_when_serviced_and_not_before() {
        FlushRequests requests = new FlushRequests();
        processor.cache(1, PAGE, Translation.of(0x10, 7, 0));
        processor.cache(2, PAGE, Translation.of(0x11, 7, 0));
        requests.post(Scope.ONE_PCID, 1);
        assertThat(find(1, PAGE)).isNotZero();
        requests.service(processor);
        assertThat(find(1, PAGE)).isZero();
        assertThat(find(2, PAGE)).isNotZero();
        requests.post(Scope.EVERYTHING, 0);
        requests.post(Scope.ALL_BUT_GLOBALS, 0);
        requests.service(processor);
        assertThat(find(2, PAGE)).isZero();
        assertThat(requests.pending()).isFalse();
        assertThat(counters.of(HostCounters.Event.FLUSH_ALL)).isEqualTo(1);
    }

    @Test
    void one_piece_of_a_4_mb_page_goes_with_every_other_piece() {
        processor.cache(0, 0x7FF, Translation.of(0x10, 7, Translation.SIZE_4M));
        processor.cache(0, 0x800, Translation.of(0x11, 7, Translation.SIZE_4M));
        processor.invLpg(0, 0x40_0000);
        assertThat(find(0, 0x7FF)).isZero();
        assertThat(find(0, 0x800)).isNotZero();
    }

    @Test
    void a_translation_is_refused_for_its_key() {
        processor.cache(0, PAGE, Translation.of(0x10, 7, 0) | Translation.withKey(3));
        assertThat(processor.translation(0, PAGE, ANY_RIGHTS, 1 << 3, 0)).isZero();
        assertThat(Translation.key(processor.refused())).isEqualTo(3);
        assertThat(processor.translation(0, PAGE, ANY_RIGHTS, 1 << 19 | 1 << 4, 0))
                .isNotZero();
    }

    @Test
    void a_table_of_32_bit_paging_is_remembered_for_4_mb() {
        processor.cacheTable(0, 0x40_0000, HostStructureCache.TABLE_OF_32_BIT, Translation.of(5, 7, 0));
        assertThat(processor.table(0, 0x7F_F000, HostStructureCache.TABLE_OF_32_BIT))
                .isNotZero();
        assertThat(processor.table(0, 0x80_0000, HostStructureCache.TABLE_OF_32_BIT))
                .isZero();
        processor.forgetTables(0, 0x60_0000);
        assertThat(processor.table(0, 0x40_0000, HostStructureCache.TABLE_OF_32_BIT))
                .isZero();
    }

    @Test
    void both_halves_of_a_shadowed_table_of_32_bit_paging_go_together() {
        int half = HostStructureCache.HALF_TABLE_OF_32_BIT;
        processor.cacheTable(0, 0x40_0000, half, Translation.of(5, 7, 0));
        processor.cacheTable(0, 0x60_0000, half, Translation.of(6, 7, 0));
        processor.cacheTable(0, 0x80_0000, half, Translation.of(7, 7, 0));
        assertThat(Translation.target(processor.table(0, 0x7F_F000, half))).isEqualTo(6);
        processor.forgetTables(0, 0x40_0000);
        assertThat(processor.table(0, 0x60_0000, half)).isZero();
        assertThat(processor.table(0, 0x80_0000, half)).isNotZero();
    }

    @Test
    void hardware_that_forgets_finds_nothing() {
        HostProcessor forgetful = processor(Retention.FORGET);
        forgetful.cache(1, PAGE, Translation.of(0x10, 7, 0));
        assertThat(forgetful.translation(1, PAGE, ANY_RIGHTS, 0, 0)).isZero();
    }

    @Test
    void thousands_of_entries_are_held_and_flushed_in_order() {
        for (int page = 0; page < 3000; page++) {
            processor.cache(page % 3, page, Translation.of(page, 7, 0));
        }
        processor.flushTag(1);
        for (int page = 0; page < 3000; page++) {
            assertThat(find(page % 3, page) == 0).isEqualTo(page % 3 == 1);
        }
    }
}
