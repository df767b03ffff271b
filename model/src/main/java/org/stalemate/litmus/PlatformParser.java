package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** The first lines of a litmus text: its name, its rules, the processor and its paging mode. */
final class PlatformParser {
    static final int DEFAULT_MAXPHYADDR = 46;

    /** The keys in the order in which they are printed. */
    static final List<String> KEYS =
            List.of("name", "rules", "profile", "maxphyaddr", "features", "processors", "paging");

    private final Operands operands;
    private final List<String> seen = new ArrayList<>();
    private @Nullable String name;
    private List<Rule> rules = List.of();
    private Profile profile = Profile.UNION;
    private int maxPhyAddr = DEFAULT_MAXPHYADDR;
    private Set<Feature> features = defaultFeatures();
    private int processors = 1;
    private PagingMode paging = PagingMode.LEVEL_4;

    PlatformParser(Operands operands) {
        this.operands = operands;
    }

    /** {@return all features but the choice of five levels} */
    static Set<Feature> defaultFeatures() {
        return EnumSet.complementOf(EnumSet.of(Feature.LA57));
    }

    static boolean owns(Line line) {
        return KEYS.contains(line.peek()) && line.peek(1).equals(":");
    }

    void parse(Line line) {
        String key = line.take("a key");
        if (seen.contains(key)) {
            throw line.errorAtLast("'" + key + ":' was given before");
        }
        seen.add(key);
        line.expect(":", "after the key");
        switch (key) {
            case "name" -> name = line.take("a name");
            case "rules" -> rules = rules(line);
            case "profile" -> profile = profile(line);
            case "maxphyaddr" ->
                maxPhyAddr = number(
                        line, Platform.MIN_MAXPHYADDR, Platform.MAX_MAXPHYADDR, "the number of physical address bits");
            case "features" -> features = features(line);
            case "paging" -> paging = paging(line);
            default ->
                processors = number(line, 1, Platform.MAX_LOGICAL_PROCESSORS, "the number of logical processors");
        }
        line.expectEnd();
    }

    @Nullable
    String name() {
        return name;
    }

    List<Rule> rules() {
        return rules;
    }

    Platform platform() {
        return new Platform(profile, maxPhyAddr, features, processors);
    }

    /** {@return the paging mode that registers start in unless the text says otherwise} */
    PagingMode paging() {
        return paging;
    }

    private static PagingMode paging(Line line) {
        for (PagingMode mode : PagingMode.values()) {
            if (line.takeIf(Operands.spelled(mode))) {
                return mode;
            }
        }
        throw line.unexpected("none, 32-bit, PAE, 4-level or 5-level");
    }

    private static List<Rule> rules(Line line) {
        List<Rule> found = new ArrayList<>();
        do {
            String id = line.take("a rule's ID");
            try {
                found.add(Rule.byId(id));
            } catch (IllegalArgumentException e) {
                throw line.errorAtLast(String.valueOf(e.getMessage()));
            }
        } while (line.takeIf(","));
        return found;
    }

    private static Profile profile(Line line) {
        for (Vendor vendor : Vendor.values()) {
            if (line.takeIf(vendor.name())) {
                return new Profile(vendor, line.takeIf("STRICT"));
            }
        }
        throw line.unexpected("UNION, INTEL or AMD");
    }

    private static Set<Feature> features(Line line) {
        Set<Feature> found = EnumSet.noneOf(Feature.class);
        if (line.takeIf("none")) {
            return found;
        }
        do {
            found.add(feature(line));
        } while (!line.atEnd());
        return found;
    }

    private static Feature feature(Line line) {
        for (Feature feature : Feature.values()) {
            if (line.takeIf(feature.name())) {
                return feature;
            }
        }
        throw line.unexpected("'none' or one of " + EnumSet.allOf(Feature.class));
    }

    private int number(Line line, int min, int max, String what) {
        long number = operands.number(line, what);
        if (number < min || number > max) {
            throw line.errorAtLast(what + " is " + min + " to " + max + ", not " + Long.toUnsignedString(number));
        }
        return (int) number;
    }
}
