package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.PdpteLoading;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.host.HostSettings;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.role.PageRole;
import org.stalemate.mmu.role.RoleComparison;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.mmu.role.WalkerRole;

/**
 * One overridden method of one part is a defect that shows: the parts are where the MMU decides. That the parts without defects show none
 * is what {@link AllModesProperties} say.
 */
final class ReplacedPartsTest {
    private static final int SEEDS = 3000;

    private static boolean shows(MmuConfiguration configuration, Parts parts) {
        KvmLikeMmu mmu = new KvmLikeMmu(configuration, parts);
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                AllModesWorld.runThrough(mmu, seed);
            } catch (AssertionError _) {
                return true;
            }
        }
        return false;
    }

    private static Parts comparing(int pageBits, long treeBits, int walkerBits) {
        return Parts.standard().with(new RoleComparison() {
            @Override
            public int pageBits() {
                return pageBits;
            }

            @Override
            public long treeBits() {
                return treeBits;
            }

            @Override
            public int walkerBits() {
                return walkerBits;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {PageRole.ACCESS, PageRole.QUADRANT})
    void a_bit_missing_in_the_page_role_shows(int bits) {
        assertThat(shows(MmuConfiguration.SHADOW, comparing(~bits, -1, -1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                TreeKey.EXECUTE_DISABLE,
                TreeKey.MODE,
                TreeKey.PAGES_OF_4M,
                TreeKey.WRITE_PROTECT,
                TreeKey.SMEP_WITHOUT_WP,
                TreeKey.SMAP_WITHOUT_WP
            })
    void a_bit_missing_in_the_key_of_trees_shows(long bits) {
        assertThat(shows(MmuConfiguration.SHADOW, comparing(-1, ~bits, -1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                WalkerRole.VALID,
                WalkerRole.PG,
                WalkerRole.PAE,
                WalkerRole.PSE,
                WalkerRole.SMEP,
                WalkerRole.SMAP,
                WalkerRole.PKE,
                WalkerRole.PKS,
                WalkerRole.LA57,
                WalkerRole.LMA,
                WalkerRole.NXE,
                WalkerRole.WP
            })
    void a_bit_missing_in_the_role_of_the_software_walker_shows(int bits) {
        assertThat(shows(MmuConfiguration.TDP, comparing(-1, -1, ~bits))).isTrue();
    }

    @Test
    void pdpte_registers_that_are_not_loaded_show() {
        Parts parts = Parts.standard().with(new PdpteLoading() {
            @Override
            public boolean atMovToCr4(long changed) {
                return false;
            }
        });
        assertThat(shows(MmuConfiguration.SHADOW, parts)).isTrue();
        assertThat(shows(MmuConfiguration.TDP, parts)).isTrue();
    }

    @Test
    void a_wrong_place_of_the_pdptes_shows() {
        assertThat(shows(MmuConfiguration.TDP, Parts.standard().with(new EntryFormat() {
                    @Override
                    public long pointerTable(long cr3) {
                        return super.pointerTable(cr3) & ~0xFFFL;
                    }
                })))
                .isTrue();
    }

    @Test
    void reserved_bits_that_are_not_looked_at_show() {
        assertThat(shows(MmuConfiguration.TDP, Parts.standard().with(new EntryFormat() {
                    @Override
                    protected long addressBits(GuestPlatform platform, PagingShape shape) {
                        return 0;
                    }
                })))
                .isTrue();
    }

    @Test
    void key_rights_that_are_cached_or_applied_outside_long_mode_show() {
        assertThat(shows(MmuConfiguration.TDP, Parts.standard().with(new ProtectionKeys() {
                    @Override
                    public boolean judgesCached() {
                        return false;
                    }
                })))
                .isTrue();
        assertThat(shows(MmuConfiguration.SHADOW, Parts.standard().with(new ProtectionKeys() {
                    @Override
                    protected boolean judgesUserPages(ProcessorState state) {
                        return true;
                    }
                })))
                .isTrue();
    }

    @Test
    void write_protection_that_the_hardware_ignores_shows() {
        assertThat(shows(MmuConfiguration.SHADOW, Parts.standard().with(new HostSettings() {
                    @Override
                    public boolean protectsWrites(ProcessorState state) {
                        return state.writeProtect();
                    }
                })))
                .isTrue();
    }

    @Test
    void upper_tables_that_go_out_of_step_show() {
        assertThat(shows(MmuConfiguration.SHADOW, Parts.standard().with(new FlushPolicy() {
                    @Override
                    public boolean mayGoUnsync(int level) {
                        return true;
                    }
                })))
                .isTrue();
    }
}
