package org.stalemate.adapters;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Target;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;

/** Asks a machine by CPUID which processor it has. */
final class Probe {
    private static final String MARK = "@@CPUID ";
    /** Values of leaves 0 (EBX, EDX, ECX), 1 (ECX, EDX), 7 (EBX, ECX, EDX), 8000_0001H (EDX, ECX) and 8000_0008H (EAX). */
    private static final int VALUES = 11;

    private Probe() {}

    /** {@return the processor of a machine} */
    static Target ask(Machine machine, byte[] agent, TimeLimits limits) throws IOException {
        try (Boot boot = Boot.start(machine, 1, path -> DiskImage.probe(path, agent))) {
            long deadline = limits.bootDeadline();
            String line = boot.output().skipTo(MARK, deadline) ? boot.output().line(deadline) : null;
            Target target = line == null ? null : parse(line);
            if (target == null) {
                boot.await(0);
                throw new IOException(
                        machine.name() + " did not tell which processor it has; its last words: " + boot.lastError());
            }
            return target;
        }
    }

    /** {@return the processor that a line of hexadecimal numbers tells of, or null if these are none} */
    static @Nullable Target parse(String line) {
        StringTokenizer words = new StringTokenizer(line);
        if (words.countTokens() != VALUES) {
            return null;
        }
        int[] values = new int[VALUES];
        for (int i = 0; i < VALUES; i++) {
            try {
                values[i] = Integer.parseUnsignedInt(words.nextToken(), 16);
            } catch (NumberFormatException _) {
                return null;
            }
        }
        return target(values);
    }

    private static Target target(int[] values) {
        boolean amd = values[0] == 0x6874_7541; // "Auth"
        int leaf1Ecx = values[3];
        int leaf1Edx = values[4];
        int leaf7Ebx = values[5];
        int leaf7Ecx = values[6];
        int leaf7Edx = values[7];
        int extendedEdx = values[8];
        int extendedEcx = values[9];
        EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
        add(features, Feature.PCID, leaf1Ecx, 17);
        add(features, Feature.PSE36, leaf1Edx, 17);
        add(features, Feature.SMEP, leaf7Ebx, 7);
        add(features, Feature.INVPCID, leaf7Ebx, 10);
        add(features, Feature.SMAP, leaf7Ebx, 20);
        add(features, Feature.PKU, leaf7Ecx, 3);
        add(features, Feature.LA57, leaf7Ecx, 16);
        add(features, Feature.PKS, leaf7Ecx, 31);
        add(features, Feature.NX, extendedEdx, 20);
        add(features, Feature.PAGE_1G, extendedEdx, 26);
        long otherCr4 = bit(leaf7Ecx, 2, 11) // UMIP
                | bit(leaf1Ecx, 5, 13) // VMXE
                | bit(leaf1Ecx, 6, 14) // SMXE
                | bit(leaf7Ebx, 0, 16) // FSGSBASE
                | bit(leaf1Ecx, 26, 18) // OSXSAVE
                | bit(leaf7Ecx, 23, 19) // KL
                | bit(leaf7Ecx, 7, 23) // CET by shadow stacks
                | bit(leaf7Edx, 20, 23) // CET by branch tracking
                | bit(leaf7Edx, 5, 25); // UINTR
        long otherEfer = amd
                ? bit(extendedEcx, 2, 12) // SVME
                        | 1L << 13 // LMSLE, which no bit of a target's CPUID promises
                        | bit(extendedEdx, 25, 14) // FFXSR
                        | bit(extendedEcx, 17, 15) // TCE
                : 0;
        int maxPhyAddr = Math.clamp(values[10] & 0xFF, Platform.MIN_MAXPHYADDR, Platform.MAX_MAXPHYADDR);
        Platform platform = new Platform(amd ? Profile.AMD : Profile.INTEL, maxPhyAddr, features, 1);
        return new Target(platform, otherCr4, otherEfer, 1, List.of());
    }

    private static void add(EnumSet<Feature> features, Feature feature, int register, int bit) {
        if ((register >>> bit & 1) != 0) {
            features.add(feature);
        }
    }

    private static long bit(int register, int bit, int to) {
        return (long) (register >>> bit & 1) << to;
    }
}
