package org.stalemate.litmus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The names that a litmus text gives to tables and to linear pages. */
final class Symbols {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Set<String> RESERVED = Set.of(
            "page",
            "any",
            "and",
            "table",
            "pcid",
            "noflush",
            "descriptor",
            "from",
            "to",
            "at",
            "load",
            "store",
            "fetch",
            "exchange",
            "implicit",
            "split",
            "emulated",
            "entry",
            "read",
            "state",
            "done",
            "loaded",
            "stored",
            "exchanged",
            "value",
            "permitted",
            "forbidden",
            "observed",
            "exactly",
            "MOV",
            "LMSW",
            "WRMSR",
            "WRPKRU",
            "INVLPG",
            "INVPCID",
            "INIT",
            "RESET",
            "CR0",
            "CR2",
            "CR3",
            "CR4",
            "EFER",
            "PKRU",
            "PKRS",
            "CPL",
            "AC");

    private final Map<String, Long> tables = new HashMap<>();
    private final Set<Long> narrow = new HashSet<>();
    private final Map<String, Long> pages = new HashMap<>();

    /** @throws IllegalArgumentException if a word cannot be a name or is one already */
    void requireFree(String name) {
        if (!name.matches(NAME) || RESERVED.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be a name");
        }
        if (tables.containsKey(name) || pages.containsKey(name)) {
            throw new IllegalArgumentException("'" + name + "' is already the name of something else");
        }
    }

    void nameTable(String name, long frame) {
        tables.put(name, frame);
    }

    /** Says that a table's entries have 4 bytes. */
    void narrowTable(long frame) {
        narrow.add(frame);
    }

    boolean isNarrow(long frame) {
        return narrow.contains(frame);
    }

    void namePage(String name, long address) {
        pages.put(name, address);
    }

    OptionalLong table(String name) {
        return lookUp(tables, name);
    }

    OptionalLong page(String name) {
        return lookUp(pages, name);
    }

    private static OptionalLong lookUp(Map<String, Long> map, String name) {
        Long found = map.get(name);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }
}
