package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;

/** Draws the registers that a scenario starts with: 64-bit supervisor code under 4-level paging. */
final class StartMaker {
    private StartMaker() {}

    static Start draw(Platform platform, Layout layout, boolean executeDisable, RandomSource random) {
        long cr0 = CR0_PE | CR0_ET | CR0_NE | CR0_PG | (random.chance(90) ? CR0_WP : 0);
        long cr4 = CR4_PAE
                | (random.chance(75) ? CR4_PGE : 0)
                | ifThere(platform, Feature.PCID, CR4_PCIDE, 80, random)
                | ifThere(platform, Feature.SMEP, CR4_SMEP, 25, random)
                | ifThere(platform, Feature.SMAP, CR4_SMAP, 15, random);
        long efer = EFER_LME | EFER_LMA | (executeDisable ? EFER_NXE : 0);
        boolean accessControl = (cr4 & CR4_SMAP) != 0 && random.chance(60);
        ExecutionState state = new ExecutionState(0, accessControl, CodeSegment.BITS_64);
        boolean sameRoot = random.chance(60);
        long root = random.oneOf(layout.roots());
        List<Registers> processors = new ArrayList<>(2);
        for (int i = 0; i < platform.logicalProcessors(); i++) {
            long own = sameRoot ? root : random.oneOf(layout.roots());
            int pcid = (cr4 & CR4_PCIDE) != 0 ? random.oneOf(layout.pcids()) : 0;
            processors.add(new Registers(cr0, 0, own << 12 | pcid, cr4, efer, state));
        }
        return new Start(platform, layout.tableFrames(), processors);
    }

    private static long ifThere(Platform platform, Feature feature, long bit, int percent, RandomSource random) {
        return platform.has(feature) && random.chance(percent) ? bit : 0;
    }
}
