package org.stalemate.oracles.reference;

/** Protection keys (SDM 4.6.2): which key a translation carries, and what the key rights of now say to it. */
final class ProtectionKey {
    /** The key of a translation that carries none. */
    static final int NONE = -1;

    private ProtectionKey() {}

    /** {@return the key of a leaf; none where keys do not exist for such a page} */
    static int of(long leaf, Rights rights, RegisterFile registers, Architecture architecture) {
        boolean exists = rights.user() ? architecture.userKeys : architecture.supervisorKeys;
        return exists && registers.layout().isLong() ? PagingEntry.key(leaf) : NONE;
    }

    /** PG-PK-LIVE: whether a cached translation with a key may have been made without it. */
    static boolean mayBeLost(int key, Rights rights, RegisterFile registers, Architecture architecture) {
        return key != NONE && architecture.keysNeedTheirControl && !enabled(rights, registers);
    }

    private static boolean enabled(Rights rights, RegisterFile registers) {
        return rights.user() ? registers.userKeys() : registers.supervisorKeys();
    }

    /** Whether the key alone forbids the access: PG-PKU, PG-PKS. */
    static boolean forbids(RegisterFile registers, AccessKind kind, Rights rights, int key) {
        if (key == NONE || kind == AccessKind.FETCH || !registers.longMode() || !enabled(rights, registers)) {
            return false;
        }
        int keyRights = (rights.user() ? registers.pkru : registers.pkrs) >>> (2 * key);
        boolean accessDisabled = (keyRights & 1) != 0;
        boolean writeDisabled = (keyRights & 2) != 0;
        boolean heedsWriteDisable = registers.writeProtect() || (rights.user() && kind.isUser(registers));
        return accessDisabled || (kind == AccessKind.STORE && writeDisabled && heedsWriteDisable);
    }
}
