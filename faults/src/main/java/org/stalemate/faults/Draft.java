package org.stalemate.faults;

import java.util.List;
import java.util.Locale;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.Parts;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.PdpteLoading;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.host.HostSettings;
import org.stalemate.mmu.host.NativeInvalidation;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.role.RoleComparison;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** Makes faults. */
final class Draft {
    private Draft() {}

    /**
     * {@return a fault}
     *
     * @param scenario the shortest scenario, a litmus text without its name and profile
     * @param part a part of the MMU of which one method is overridden
     */
    static Fault fault(
            String id,
            String alias,
            String title,
            String origin,
            MmuConfiguration configuration,
            Requirement requirement,
            List<Rule> blame,
            String scenario,
            Object part) {
        Vendor vendor = requirement.vendors().size() == 1
                ? requirement.vendors().iterator().next()
                : Vendor.UNION;
        String head = "name: " + alias.toLowerCase(Locale.ROOT) + "\nprofile: " + vendor + "\n";
        return new Fault(
                id,
                alias,
                title,
                origin,
                configuration,
                requirement,
                FaultClass.GUEST_VISIBLE,
                blame,
                LitmusParser.parse(head + scenario),
                parts -> replace(parts, part));
    }

    private static Parts replace(Parts parts, Object part) {
        return switch (part) {
            case FlushPolicy policy -> parts.with(policy);
            case NativeInvalidation hardware -> parts.with(hardware);
            case HostSettings settings -> parts.with(settings);
            case RegisterRules rules -> parts.with(rules);
            case PdpteLoading loading -> parts.with(loading);
            case EntryFormat format -> parts.with(format);
            case AccessRights rights -> parts.with(rights);
            case ProtectionKeys keys -> parts.with(keys);
            case FaultCode codes -> parts.with(codes);
            case RoleComparison comparison -> parts.with(comparison);
            default -> throw new IllegalArgumentException("no part of the MMU is a " + part.getClass());
        };
    }
}
