package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;

import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.vocabulary.Platform;

/** The regimes of one platform, each made when a processor first comes into it. */
@SuppressWarnings("EnumOrdinal") // a dense index into an array that exists in this process alone
public final class Regimes {
    private static final int CONTROLS = 1 << 5;

    private final Platform platform;
    private final Decisions decisions;
    private final @Nullable Regime[] @Nullable [] known = new Regime[PagingFormat.values().length][];

    public Regimes(Platform platform, Decisions decisions) {
        this.platform = platform;
        this.decisions = decisions;
    }

    /** {@return the platform} */
    public Platform platform() {
        return platform;
    }

    /** {@return how a processor with these registers, paging being on, reads entries} */
    public Regime of(RegisterFile registers) {
        int controls = (registers.nxe() ? 1 : 0)
                | (registers.has(CR4_PSE) ? 2 : 0)
                | (registers.has(CR4_PGE) ? 4 : 0)
                | (registers.has(CR4_PKE) ? 8 : 0)
                | (registers.has(CR4_PKS) ? 16 : 0);
        return of(PagingFormat.of(registers.mode()), controls);
    }

    /** {@return how entries are read under PAE paging with all of those controls clear} */
    public Regime pae() {
        return of(PagingFormat.PAE, 0);
    }

    private Regime of(PagingFormat format, int controls) {
        @Nullable Regime[] ofFormat = known[format.ordinal()];
        if (ofFormat == null) {
            ofFormat = new Regime[CONTROLS];
            known[format.ordinal()] = ofFormat;
        }
        Regime regime = ofFormat[controls];
        if (regime == null) {
            regime = new Regime(
                    format,
                    new Regime.Controls(
                            (controls & 1) != 0,
                            (controls & 2) != 0,
                            (controls & 4) != 0,
                            (controls & 8) != 0,
                            (controls & 16) != 0),
                    platform,
                    decisions);
            ofFormat[controls] = regime;
        }
        return regime;
    }
}
