package org.stalemate.mmu.guest;

/** Page-fault error codes (SDM 4.7). */
public class FaultCode {
    public static final int PRESENT = 1;
    public static final int WRITE = 1 << 1;
    public static final int USER = 1 << 2;
    public static final int RESERVED = 1 << 3;
    public static final int INSTRUCTION = 1 << 4;
    public static final int PROTECTION_KEY = 1 << 5;

    /** {@return the code of a fault on an entry that is not present} */
    public int notPresent(GuestPlatform platform, ProcessorState state, int kind) {
        return ofAccess(platform, state, kind);
    }

    /** {@return the code of a fault on a reserved bit} */
    public int reserved(GuestPlatform platform, ProcessorState state, int kind) {
        return ofAccess(platform, state, kind) | PRESENT | RESERVED;
    }

    /**
     * {@return the code of a fault on rights}
     *
     * @param byKey whether the protection key by itself forbids the access (PG-PF-PK)
     */
    public int forbidden(GuestPlatform platform, ProcessorState state, int kind, boolean byKey) {
        return ofAccess(platform, state, kind) | PRESENT | (byKey ? PROTECTION_KEY : 0);
    }

    private static int ofAccess(GuestPlatform platform, ProcessorState state, int kind) {
        return (kind == AccessKind.WRITE ? WRITE : 0)
                | (state.isUser(kind) ? USER : 0)
                | (kind == AccessKind.FETCH && marksFetches(platform, state) ? INSTRUCTION : 0);
    }

    /** PG-PF-ID; AMD's text knows NXE with PAE alone (L-ID-BIT). */
    private static boolean marksFetches(GuestPlatform platform, ProcessorState state) {
        return state.shape().executeDisable() || (state.smep() && !platform.isAmd());
    }
}
