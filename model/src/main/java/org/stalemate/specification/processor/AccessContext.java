package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;
import static org.stalemate.vocabulary.Rule.EN_CR4_PKE;
import static org.stalemate.vocabulary.Rule.PG_ACC_CLASS;
import static org.stalemate.vocabulary.Rule.PG_PKS;
import static org.stalemate.vocabulary.Rule.PG_PKU;
import static org.stalemate.vocabulary.Rule.PG_SMAP_IMPL;

import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Vendor;

/** What a processor is and does at the moment of an access, as {@link AccessRights} wants it (PG-ACC-CLASS, PG-CTRL-LIVE). */
public final class AccessContext {
    private AccessContext() {}

    /** {@return the access bits of {@link AccessRights}} */
    public static long of(Operation.Access access, RegisterFile registers, Vendor vendor, Decisions decisions) {
        int context = switch (access) {
            case Operation.Load _, Operation.ImplicitLoad _ -> 0;
            case Operation.Store _, Operation.Exchange _ -> AccessRights.WRITE;
            case Operation.Fetch _ -> AccessRights.FETCH;
        };
        boolean implicit = access instanceof Operation.ImplicitLoad;
        if (registers.state().cpl() == 3 && !implicit && decisions.keeps(PG_ACC_CLASS)) {
            context |= AccessRights.BY_USER;
        }
        if (registers.state().ac() && !(implicit && decisions.keeps(PG_SMAP_IMPL))) {
            context |= AccessRights.UNDER_AC;
        }
        if ((registers.cr0() & CR0_WP) != 0) {
            context |= AccessRights.UNDER_WP;
        }
        if (registers.has(CR4_SMEP)) {
            context |= AccessRights.UNDER_SMEP;
        }
        if (registers.has(CR4_SMAP)) {
            context |= AccessRights.UNDER_SMAP;
        }
        context |= fetchReporting(registers, vendor) | (tellsExecutable(registers) ? AccessRights.UNDER_NXE : 0);
        return context | deniedKeys(context, registers, decisions);
    }

    /** XD means something while NXE=1, in formats that have it (PG-RIGHTS-XD). */
    private static boolean tellsExecutable(RegisterFile registers) {
        return registers.nxe() && registers.has(CR4_PAE);
    }

    /** Which protection keys deny the access now: never a fetch's, and none outside long mode (PG-PKU, PG-PKS, EN-CR4-PKE). */
    private static long deniedKeys(int context, RegisterFile registers, Decisions decisions) {
        boolean keysExist = registers.longModeIsActive() || !decisions.keeps(EN_CR4_PKE);
        if ((context & AccessRights.FETCH) != 0 || !keysExist) {
            return 0;
        }
        boolean write = (context & AccessRights.WRITE) != 0;
        boolean underWp = (context & AccessRights.UNDER_WP) != 0;
        boolean byUser = (context & AccessRights.BY_USER) != 0;
        long denied = 0;
        if (registers.has(CR4_PKE) && decisions.keeps(PG_PKU)) {
            denied |= deniedBy(registers.pkru(), write && (byUser || underWp)) << AccessRights.DENIED_USER_KEYS;
        }
        if (registers.has(CR4_PKS) && decisions.keeps(PG_PKS)) {
            denied |= deniedBy(registers.pkrs(), write && underWp) << AccessRights.DENIED_SUPERVISOR_KEYS;
        }
        return denied;
    }

    /** The keys with AD=1, and those with WD=1 where that counts, as bits 15:0. */
    private static long deniedBy(int keyRights, boolean writeDisableCounts) {
        int bits = writeDisableCounts ? keyRights | keyRights >>> 1 : keyRights;
        long denied = 0;
        for (int key = 0; key < 16; key++) {
            denied |= (long) ((bits >>> (2 * key)) & 1) << key;
        }
        return denied;
    }

    /**
     * Intel's manual names NXE and SMEP as what makes a fault tell fetches apart, AMD's NXE alone; without it the bit is said not to be
     * defined, and tests that AMD's processors pass expect it with SMEP, so either may be seen there (PG-PF-ID, L-ID-BIT).
     */
    private static int fetchReporting(RegisterFile registers, Vendor vendor) {
        if (tellsExecutable(registers)) {
            return AccessRights.TELLS_FETCHES;
        }
        if (!registers.has(CR4_SMEP)) {
            return 0;
        }
        return switch (vendor) {
            case INTEL -> AccessRights.TELLS_FETCHES;
            case AMD, UNION -> AccessRights.TELLS_FETCHES | AccessRights.MAY_TELL_FETCHES;
        };
    }
}
