package org.stalemate.mmu.guest;

/**
 * What protection keys forbid (SDM 4.6.2). A translation has a key; whether the key forbids an access is decided by PKRU and
 * IA32_PKRS as they are (PG-PK-LIVE). Denials are a set: bit {@code k} for user pages with key {@code k}, bit {@code 16 + k} for
 * supervisor pages.
 */
public class ProtectionKeys {
    private static final int KEYS = 16;

    /** {@return the keys that forbid data reads, or data writes} Never fetches. */
    public final int denied(ProcessorState state, boolean write) {
        int user = judgesUserPages(state) ? denied(state.pkru(), write && writeDisableCounts(state, true)) : 0;
        int supervisor =
                judgesSupervisorPages(state) ? denied(state.pkrs(), write && writeDisableCounts(state, false)) : 0;
        return user | supervisor << KEYS;
    }

    private static int denied(int register, boolean writeDisable) {
        int keys = 0;
        for (int key = 0; key < KEYS; key++) {
            int bits = register >>> (2 * key);
            keys |= (bits & 1) != 0 || (writeDisable && (bits & 2) != 0) ? 1 << key : 0;
        }
        return keys;
    }

    /** {@return whether user pages have keys} PG-PKU: never outside long mode. */
    protected boolean judgesUserPages(ProcessorState state) {
        return state.longMode() && (state.cr4() & ControlBits.CR4_PKE) != 0;
    }

    /** {@return whether supervisor pages have keys} PG-PKS: never outside long mode. */
    protected boolean judgesSupervisorPages(ProcessorState state) {
        return state.longMode() && (state.cr4() & ControlBits.CR4_PKS) != 0;
    }

    /** {@return whether write-disable forbids the present writes} Those of users to user pages always, others with WP=1. */
    protected boolean writeDisableCounts(ProcessorState state, boolean userPages) {
        return state.writeProtect() || (userPages && state.isUser(AccessKind.WRITE));
    }

    /** {@return whether the keys of cached translations are judged at each use} */
    public boolean judgesCached() {
        return true;
    }

    /** {@return whether a set of denials forbids a page with accumulated rights and a key} */
    public static boolean denies(int denied, int rights, int key) {
        return (denied >>> ((rights & AccessRights.USER) != 0 ? key : KEYS + key) & 1) != 0;
    }
}
