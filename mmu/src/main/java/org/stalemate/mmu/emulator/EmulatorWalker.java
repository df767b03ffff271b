package org.stalemate.mmu.emulator;

import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.GuestWalker;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.guest.SnapshotState;
import org.stalemate.mmu.role.RoleComparison;
import org.stalemate.mmu.role.WalkerRole;
import org.stalemate.vocabulary.Platform;

/**
 * The software walker of the instruction emulator. For each processor it keeps the control registers that it was configured for and takes
 * them anew when its role has changed; CPL, AC, the roots and the rights of keys are those of the moment. It walks memory as it is and
 * caches no translation (IMPL-EMU-ACCESS).
 */
public final class EmulatorWalker {
    private static final int UNCONFIGURED = 0;

    private final GuestMemory memory;
    private final GuestWalker walker;
    private final RoleComparison comparison;
    private final SnapshotState[] snapshots = new SnapshotState[Platform.MAX_LOGICAL_PROCESSORS];
    private final int[] roles = new int[Platform.MAX_LOGICAL_PROCESSORS];

    /** A walker that has been configured for no processor yet. */
    public EmulatorWalker(
            GuestMemory memory,
            EntryFormat format,
            FaultCode codes,
            AccessRights rights,
            ProtectionKeys keys,
            RoleComparison comparison) {
        this.memory = memory;
        this.comparison = comparison;
        walker = new GuestWalker(memory, format, codes);
        for (int i = 0; i < snapshots.length; i++) {
            snapshots[i] = new SnapshotState(new ProcessorState(i, rights, keys, format));
        }
    }

    /** Forgets all configurations. */
    public void reset() {
        for (int i = 0; i < roles.length; i++) {
            if (roles[i] != UNCONFIGURED) {
                roles[i] = UNCONFIGURED;
                snapshots[i].clear();
            }
        }
    }

    /**
     * Translates the address of an access, canonical and cut to its width, and sets accessed and dirty flags.
     *
     * @return the host frame, or of a page fault -1 minus the error code
     */
    public long translate(GuestPlatform platform, ProcessorState state, long linear, int kind) {
        SnapshotState snapshot = snapshots[state.number()];
        int role = WalkerRole.of(state);
        if (((role ^ roles[state.number()]) & comparison.walkerBits()) != 0) {
            roles[state.number()] = role;
            snapshot.takeControls(state);
        }
        ProcessorState seen = snapshot.at(state);
        if (!seen.shape().paging()) {
            return memory.hostFrame(linear >>> 12);
        }
        long result = walker.walk(platform, seen, seen.shape(), linear, kind);
        return result < 0 ? result : memory.hostFrame(walker.target());
    }
}
