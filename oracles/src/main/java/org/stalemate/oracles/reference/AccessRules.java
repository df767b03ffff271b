package org.stalemate.oracles.reference;

/** Whether rights permit an access under the present registers (SDM 4.6), and the error code where not (SDM 4.7). */
final class AccessRules {
    private static final int CODE_PRESENT = 1;
    private static final int CODE_WRITE = 1 << 1;
    private static final int CODE_USER = 1 << 2;
    private static final int CODE_RESERVED = 1 << 3;
    private static final int CODE_FETCH = 1 << 4;
    private static final int CODE_KEY = 1 << 5;

    private AccessRules() {}

    /**
     * Cached rights are checked with the registers as they are now (PG-CTRL-LIVE, PG-PK-LIVE).
     *
     * @param key the translation's key, or {@link ProtectionKey#NONE}
     */
    static Answer permits(RegisterFile registers, AccessKind kind, Rights rights, int key) {
        return switch (kind) {
            case LOAD, IMPLICIT_LOAD -> Answer.of(dataReachable(registers, kind, rights, key));
            case STORE -> Answer.of(dataReachable(registers, kind, rights, key) && writable(registers, kind, rights));
            case FETCH -> fetchable(registers, rights);
        };
    }

    /** PG-RIGHTS-US, PG-SMAP-EXPL, PG-SMAP-IMPL. */
    private static boolean dataReachable(RegisterFile registers, AccessKind kind, Rights rights, int key) {
        if (ProtectionKey.forbids(registers, kind, rights, key)) {
            return false;
        }
        if (kind.isUser(registers)) {
            return rights.user();
        }
        boolean exempt = registers.ac && kind != AccessKind.IMPLICIT_LOAD;
        return !(rights.user() && registers.smap() && !exempt);
    }

    /** PG-RIGHTS-RW-USER, PG-RIGHTS-RW-SUP. */
    private static boolean writable(RegisterFile registers, AccessKind kind, Rights rights) {
        return rights.writable() || (!kind.isUser(registers) && !registers.writeProtect());
    }

    /**
     * PG-RIGHTS-US, PG-SMEP, PG-RIGHTS-XD; rights cached while XD existed, before NXE or PAE was cleared, may be heeded or not
     * (TLB-NXE).
     */
    private static Answer fetchable(RegisterFile registers, Rights rights) {
        boolean user = AccessKind.FETCH.isUser(registers);
        boolean modeFits = user ? rights.user() : !(rights.user() && registers.smep());
        if (!modeFits) {
            return Answer.NO;
        }
        if (rights.executable()) {
            return Answer.YES;
        }
        return registers.executeDisableInUse() ? Answer.NO : Answer.EITHER;
    }

    /** PG-PF-ID. */
    static Answer fetchBit(RegisterFile registers, AccessKind kind, Architecture architecture) {
        if (kind != AccessKind.FETCH) {
            return Answer.NO;
        }
        if (registers.executeDisableInUse()) {
            return Answer.YES;
        }
        return registers.smep() ? architecture.fetchBitForSmepAlone : Answer.NO;
    }

    static int errorCode(RegisterFile registers, AccessKind kind, FaultCause cause, boolean fetchBit) {
        return (cause == FaultCause.NOT_PRESENT ? 0 : CODE_PRESENT)
                | (kind == AccessKind.STORE ? CODE_WRITE : 0)
                | (kind.isUser(registers) ? CODE_USER : 0)
                | (cause == FaultCause.RESERVED ? CODE_RESERVED : 0)
                | (fetchBit ? CODE_FETCH : 0)
                | (cause == FaultCause.RIGHTS_AND_KEY ? CODE_KEY : 0);
    }

    /**
     * {@return why rights that do not permit an access make it fault}
     *
     * <p>PG-PF-PK: whether the key forbids it, whatever other rights do.
     */
    static FaultCause causeOf(RegisterFile registers, AccessKind kind, Rights rights, int key) {
        return ProtectionKey.forbids(registers, kind, rights, key) ? FaultCause.RIGHTS_AND_KEY : FaultCause.RIGHTS;
    }

    /** {@return whether a reported fault is one that rights alone can cause} */
    static boolean isRightsFault(int errorCode) {
        return (errorCode & (CODE_PRESENT | CODE_RESERVED)) == CODE_PRESENT;
    }

    /** {@return whether a reported fault says that the key forbids the access} */
    static boolean blamesKey(int errorCode) {
        return (errorCode & CODE_KEY) != 0;
    }
}
