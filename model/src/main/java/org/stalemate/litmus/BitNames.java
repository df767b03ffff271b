package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The spelling of bits in litmus texts: a name, or {@code bit9} for one that has none there. */
final class BitNames {
    static final BitNames CR0 = new BitNames("CR0", bit -> false)
            .with(0, "PE", "MP", "EM", "TS", "ET", "NE")
            .with(16, "WP")
            .with(18, "AM")
            .with(29, "NW", "CD", "PG");

    static final BitNames CR4 = new BitNames("CR4", bit -> false)
            .with(0, "VME", "PVI", "TSD", "DE", "PSE", "PAE", "MCE", "PGE", "PCE", "OSFXSR", "OSXMMEXCPT")
            .with(12, "LA57")
            .with(17, "PCIDE")
            .with(20, "SMEP", "SMAP", "PKE")
            .with(24, "PKS");

    static final BitNames EFER =
            new BitNames("EFER", bit -> false).with(0, "SCE").with(8, "LME").with(10, "LMA", "NXE");

    /** The operand of LMSW. */
    static final BitNames MACHINE_STATUS = new BitNames("LMSW's operand", bit -> false).with(0, "PE", "MP", "EM", "TS");

    /** PKRU and IA32_PKRS: for each key access-disable, then write-disable. */
    static final BitNames KEY_RIGHTS = keyRights();

    /** Everything in an entry but bits 51:12, which are the frame. */
    static final BitNames ENTRY = new BitNames("an entry", bit -> bit < 12 || bit > 51)
            .with(0, "P", "RW", "US", "PWT", "PCD", "A", "D", "PS", "G")
            .with(63, "XD");

    /** Everything in a 4-byte entry but its frame, and what is reserved or PAT if it maps a large page. */
    static final BitNames NARROW_ENTRY = new BitNames("a 4-byte entry", bit -> bit > 8 && bit < 22)
            .with(0, "P", "RW", "US", "PWT", "PCD", "A", "D", "PS", "G");

    /** Any bit of a loaded word, spelled as in an entry. */
    static final BitNames WORD = new BitNames("a word", bit -> true)
            .with(0, "P", "RW", "US", "PWT", "PCD", "A", "D", "PS", "G")
            .with(63, "XD");

    static final BitNames ERROR_CODE =
            new BitNames("a page fault's error code", bit -> false).with(0, "P", "W", "U", "RSVD", "I", "PK");

    private static final String NUMBERED = "bit";

    private final String owner;
    private final IntPredicate numbered;
    private final Map<String, Integer> bits = new LinkedHashMap<>();
    private final @Nullable String[] names = new String[Long.SIZE];

    private BitNames(String owner, IntPredicate numbered) {
        this.owner = owner;
        this.numbered = numbered;
    }

    private static BitNames keyRights() {
        BitNames names = new BitNames("a key register", bit -> false);
        for (int key = 0; key < 16; key++) {
            names.with(2 * key, "AD" + key, "WD" + key);
        }
        return names;
    }

    private BitNames with(int firstBit, String... ascending) {
        int bit = firstBit;
        for (String name : ascending) {
            bits.put(name, bit);
            names[bit] = name;
            bit++;
        }
        return this;
    }

    /** {@return the number of the bit with a name, or -1 if there is none} */
    int bit(String name) {
        Integer named = bits.get(name);
        if (named != null) {
            return named;
        }
        if (name.matches(NUMBERED + "[0-9]{1,2}")) {
            int bit = Integer.parseInt(name.substring(NUMBERED.length()));
            return bit < Long.SIZE && names[bit] == null && numbered.test(bit) ? bit : -1;
        }
        return -1;
    }

    /** {@return whether every set bit of a value has a name of its own} */
    boolean nameAll(long value) {
        long named = 0;
        for (int bit : bits.values()) {
            named |= 1L << bit;
        }
        return (value & ~named) == 0;
    }

    /** {@return the names of the set bits, ascending} Bits without any spelling are left out. */
    List<String> namesOf(long value) {
        List<String> found = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((value >>> bit & 1) != 0) {
                String name = names[bit];
                if (name != null) {
                    found.add(name);
                } else if (numbered.test(bit)) {
                    found.add(NUMBERED + bit);
                }
            }
        }
        return found;
    }

    /** {@return the sentence that answers a name which does not exist} */
    String unknown(String name) {
        StringJoiner all = new StringJoiner(" ");
        bits.keySet().forEach(all::add);
        return "'" + name + "' is no bit of " + owner + "; its bits are " + all;
    }
}
