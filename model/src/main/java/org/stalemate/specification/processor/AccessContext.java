package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMAP;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;

import org.stalemate.specification.paging.AccessRights;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Vendor;

/** What a processor is and does at the moment of an access, as {@link AccessRights} wants it (PG-ACC-CLASS, PG-CTRL-LIVE). */
public final class AccessContext {
    private AccessContext() {}

    /** {@return the access bits of {@link AccessRights}} */
    public static int of(Operation.Access access, RegisterFile registers, Vendor vendor) {
        int context = switch (access) {
            case Operation.Load _ -> 0;
            case Operation.Store _ -> AccessRights.WRITE;
            case Operation.Fetch _ -> AccessRights.FETCH;
            default -> throw new IllegalStateException("PLACEHOLDER");
        };
        if (registers.state().cpl() == 3) {
            context |= AccessRights.BY_USER;
        }
        if (registers.state().ac()) {
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
        return context | fetchReporting(registers, vendor) | (registers.nxe() ? AccessRights.UNDER_NXE : 0);
    }

    /** AMD's manual names NXE alone as what makes a fault tell fetches apart, Intel's SMEP too (PG-PF-ID, L-ID-BIT). */
    private static int fetchReporting(RegisterFile registers, Vendor vendor) {
        if (registers.nxe()) {
            return AccessRights.TELLS_FETCHES;
        }
        if (!registers.has(CR4_SMEP)) {
            return 0;
        }
        return switch (vendor) {
            case INTEL -> AccessRights.TELLS_FETCHES;
            case AMD -> 0;
            case UNION -> AccessRights.TELLS_FETCHES | AccessRights.MAY_TELL_FETCHES;
        };
    }
}
