package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
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
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;

/** Draws the registers that a scenario starts with: supervisor code in the home mode. */
final class StartMaker {
    private final Platform platform;
    private final ModePlan plan;
    private final Layout layout;
    private final EntryStyle style;
    private final RandomSource random;

    private StartMaker(Platform platform, ModePlan plan, Layout layout, EntryStyle style, RandomSource random) {
        this.platform = platform;
        this.plan = plan;
        this.layout = layout;
        this.style = style;
        this.random = random;
    }

    static Start draw(Platform platform, ModePlan plan, Layout layout, EntryStyle style, RandomSource random) {
        return new StartMaker(platform, plan, layout, style, random).draw();
    }

    /** Outside long mode CR3 now and then still has bits above bit 31 that 64-bit code has left there. */
    private Start draw() {
        boolean paging = plan.home() != PagingMode.NONE;
        boolean longMode = paging && plan.main().isOfLongMode();
        boolean protectedMode = paging || random.chance(80);
        long cr0 = CR0_ET | CR0_NE | (random.chance(90) ? CR0_WP : 0);
        cr0 |= (paging ? CR0_PG : 0) | (protectedMode ? CR0_PE : 0);
        long cr4 = drawCr4(longMode);
        long efer = (longMode ? EFER_LME | EFER_LMA : 0) | (style.executeDisable() ? EFER_NXE : 0);
        boolean accessControl = (cr4 & CR4_SMAP) != 0 && random.chance(60);
        ExecutionState state = new ExecutionState(0, accessControl, segment(longMode, protectedMode));
        boolean sameRoot = random.chance(60);
        long root = random.oneOf(layout.main().roots());
        boolean keepsHighBits = !longMode && random.chance(15);
        List<Registers> processors = new ArrayList<>(2);
        for (int i = 0; i < platform.logicalProcessors(); i++) {
            long own = sameRoot ? root : random.oneOf(layout.main().roots());
            int pcid = (cr4 & CR4_PCIDE) != 0 ? random.oneOf(layout.pcids()) : 0;
            int pkru = keyRights(Feature.PKU);
            int pkrs = keyRights(Feature.PKS);
            long high = keepsHighBits ? 1L << (32 + random.below(platform.maxPhyAddr() - 32)) : 0;
            processors.add(new Registers(cr0, 0, high | own | pcid, cr4, efer, pkru, pkrs, state));
        }
        return new Start(platform, layout.tableFrames(), processors);
    }

    private long drawCr4(boolean longMode) {
        long cr4 = (random.chance(75) ? CR4_PGE : 0)
                | (longMode ? ifThere(Feature.PCID, CR4_PCIDE, 80) : 0)
                | ifThere(Feature.SMEP, CR4_SMEP, 25)
                | ifThere(Feature.SMAP, CR4_SMAP, 15)
                | ifThere(Feature.PKU, CR4_PKE, 60)
                | ifThere(Feature.PKS, CR4_PKS, 40);
        return cr4
                | switch (plan.home()) {
                    case NONE -> random.chance(50) ? CR4_PAE : 0;
                    case BITS_32 -> random.chance(85) ? CR4_PSE : 0;
                    case PAE, LEVEL_4 -> CR4_PAE;
                    case LEVEL_5 -> CR4_PAE | CR4_LA57;
                };
    }

    private CodeSegment segment(boolean longMode, boolean protectedMode) {
        if (longMode) {
            return CodeSegment.BITS_64;
        }
        return protectedMode ? CodeSegment.BITS_32 : CodeSegment.BITS_16;
    }

    private int keyRights(Feature feature) {
        boolean restricts = platform.has(feature) && random.chance(30);
        return restricts ? (1 + random.below(3)) << (2 * style.key()) : 0;
    }

    private long ifThere(Feature feature, long bit, int percent) {
        return platform.has(feature) && random.chance(percent) ? bit : 0;
    }
}
