package org.stalemate.oracles.reference;

/** Whether rights permit an access under the present registers (SDM 4.6), and the error code where not (SDM 4.7). */
final class AccessRules {
    private static final int CODE_PRESENT = 1;
    private static final int CODE_WRITE = 1 << 1;
    private static final int CODE_USER = 1 << 2;
    private static final int CODE_RESERVED = 1 << 3;
    private static final int CODE_FETCH = 1 << 4;

    private AccessRules() {}

    /** Cached rights are checked with the registers as they are now (PG-CTRL-LIVE). */
    static Answer permits(RegisterFile registers, AccessKind kind, Rights rights) {
        return switch (kind) {
            case LOAD -> Answer.of(dataReachable(registers, rights));
            case STORE -> Answer.of(dataReachable(registers, rights) && writable(registers, rights));
            case FETCH -> fetchable(registers, rights);
        };
    }

    /** PG-RIGHTS-US, PG-SMAP-EXPL. */
    private static boolean dataReachable(RegisterFile registers, Rights rights) {
        if (registers.user()) {
            return rights.user();
        }
        return !(rights.user() && registers.smap() && !registers.ac);
    }

    /** PG-RIGHTS-RW-USER, PG-RIGHTS-RW-SUP. */
    private static boolean writable(RegisterFile registers, Rights rights) {
        return rights.writable() || (!registers.user() && !registers.writeProtect());
    }

    /** PG-RIGHTS-US, PG-SMEP, PG-RIGHTS-XD; TLB-NXE lets rights cached before NXE was cleared be heeded or not. */
    private static Answer fetchable(RegisterFile registers, Rights rights) {
        boolean modeFits = registers.user() ? rights.user() : !(rights.user() && registers.smep());
        if (!modeFits) {
            return Answer.NO;
        }
        if (rights.executable()) {
            return Answer.YES;
        }
        return registers.executeDisable() ? Answer.NO : Answer.EITHER;
    }

    /** PG-PF-ID. */
    static Answer fetchBit(RegisterFile registers, AccessKind kind, Architecture architecture) {
        if (kind != AccessKind.FETCH) {
            return Answer.NO;
        }
        if (registers.executeDisable()) {
            return Answer.YES;
        }
        return registers.smep() ? architecture.fetchBitForSmepAlone : Answer.NO;
    }

    static int errorCode(RegisterFile registers, AccessKind kind, FaultCause cause, boolean fetchBit) {
        return (cause == FaultCause.NOT_PRESENT ? 0 : CODE_PRESENT)
                | (kind == AccessKind.STORE ? CODE_WRITE : 0)
                | (registers.user() ? CODE_USER : 0)
                | (cause == FaultCause.RESERVED ? CODE_RESERVED : 0)
                | (fetchBit ? CODE_FETCH : 0);
    }

    /** {@return whether a reported fault is one that rights alone can cause} */
    static boolean isRightsFault(int errorCode) {
        return (errorCode & (CODE_PRESENT | CODE_RESERVED)) == CODE_PRESENT;
    }
}
