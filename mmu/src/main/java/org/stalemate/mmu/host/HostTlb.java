package org.stalemate.mmu.host;

import org.stalemate.mmu.guest.ProtectionKeys;

/**
 * The TLB of one logical processor of the host. It may hold several translations of one page, from different times. A
 * translation is a {@code long}; see {@link Translation}.
 */
public class HostTlb {
    private final TaggedEntries entries = new TaggedEntries();
    private final RetentionChoices choices;
    private long refused;

    /** An empty TLB. */
    public HostTlb(Retention retention) {
        choices = new RetentionChoices(retention);
    }

    final void reset(int processor) {
        choices.reset(processor);
        entries.clear();
    }

    /**
     * {@return the oldest translation of a page that allows an access, or 0}
     *
     * @param permitted bit {@code r} says whether the rights {@code r} will do
     * @param denied the protection keys that forbid it, as {@link ProtectionKeys} numbers them
     * @param required flags that the translation must have
     */
    final long find(int tag, long page, int permitted, int denied, long required) {
        refused = 0;
        for (int i = entries.first(page); i >= 0; i = entries.next(i)) {
            long translation = entries.payloads[i];
            if (entries.keys[i] == page && isUsable(entries.tags[i], tag, translation) && choices.uses()) {
                if (forbids(translation, permitted, denied)) {
                    refused = translation;
                } else if ((translation & required) == required) {
                    return translation;
                }
            }
        }
        return 0;
    }

    private static boolean forbids(long translation, int permitted, int denied) {
        return (permitted >>> (translation & Translation.RIGHTS) & 1) == 0
                || (denied != 0
                        && ProtectionKeys.denies(
                                denied, Translation.rights(translation), Translation.key(translation)));
    }

    /** {@return the last translation that {@link #find} met and that forbade the access, or 0} */
    final long refused() {
        return refused;
    }

    /** {@return whether a translation made under one tag may be used under another} C-GLOBAL-USE, C-PCID-TAG. */
    protected boolean isUsable(int madeUnder, int usedUnder, long translation) {
        return madeUnder == usedUnder || (translation & Translation.GLOBAL) != 0;
    }

    final void add(int tag, long page, long translation) {
        if (choices.loses()) {
            entries.clear();
        }
        if (choices.keeps()) {
            entries.add(page, tag, translation);
        }
    }

    final void dropAll() {
        entries.clear();
    }

    final void dropAllButGlobals() {
        for (int i = 0; i < entries.count(); i++) {
            if ((entries.payloads[i] & Translation.GLOBAL) == 0) {
                entries.remove(i);
            }
        }
        entries.compact();
    }

    /** Drops what is not global of one tag. */
    final void dropTag(int tag) {
        for (int i = 0; i < entries.count(); i++) {
            if (entries.tags[i] == tag && (entries.payloads[i] & Translation.GLOBAL) == 0) {
                entries.remove(i);
            }
        }
        entries.compact();
    }

    /** Drops what covers a page, of one tag, and global translations too if so wanted. */
    final void dropPage(int tag, long page, boolean globalsToo) {
        for (int i = 0; i < entries.count(); i++) {
            long translation = entries.payloads[i];
            if (covers(entries.keys[i], translation, page)
                    && (isOwn(entries.tags[i], tag, translation) || (globalsToo && isOfGlobal(translation)))) {
                entries.remove(i);
            }
        }
        entries.compact();
    }

    private static boolean isOwn(int madeUnder, int tag, long translation) {
        return madeUnder == tag && (translation & Translation.GLOBAL) == 0;
    }

    private static boolean isOfGlobal(long translation) {
        return (translation & (Translation.GLOBAL | Translation.OF_GLOBAL_LEAF)) != 0;
    }

    /** TLB-INVLPG-LARGE: a translation is one piece of a guest page, and goes with every piece of it. */
    private static boolean covers(long key, long translation, long page) {
        return (key ^ page) >>> Translation.logPieces(translation) == 0;
    }
}
