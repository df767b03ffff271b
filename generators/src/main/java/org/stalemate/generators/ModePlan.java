package org.stalemate.generators;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;

/**
 * Which paging modes a scenario is about.
 *
 * @param home where it starts and to which it returns
 * @param main the format of its tables: that of the home, but where paging is off at home
 * @param second another format that it has tables of, or null
 */
record ModePlan(PagingMode home, TableFormat main, @Nullable TableFormat second) {
    private static final List<PagingMode> MODES = List.of(PagingMode.values());
    private static final TableFormat[] FORMATS = TableFormat.values();

    /** {@return a home, drawn by weight; 5-level paging is left out where the processors cannot have it} */
    static PagingMode drawHome(Map<PagingMode, Integer> weights, boolean mayHaveLa57, RandomSource random) {
        PagingMode drawn = new WeightedChoice<>(MODES, mode -> weights.getOrDefault(mode, 0)).draw(random);
        return drawn == PagingMode.LEVEL_5 && !mayHaveLa57 ? PagingMode.LEVEL_4 : drawn;
    }

    static ModePlan draw(PagingMode home, Platform platform, TargetLimits limits, RandomSource random) {
        TableFormat own = TableFormat.of(home);
        TableFormat main = own != null ? own : drawFormat(platform, limits, random);
        int percent = home == PagingMode.LEVEL_4 ? 15 : home == PagingMode.LEVEL_5 ? 60 : 40;
        if (!random.chance(percent) || !limits.mayLeavePaging()) {
            return new ModePlan(home, main, null);
        }
        TableFormat second = main == TableFormat.LEVEL_5 && random.chance(60)
                ? TableFormat.LEVEL_4
                : drawFormat(platform, limits, random);
        return new ModePlan(home, main, second == main ? null : second);
    }

    private static TableFormat drawFormat(Platform platform, TargetLimits limits, RandomSource random) {
        TableFormat[] formats = Arrays.stream(FORMATS)
                .filter(limits::has)
                .filter(format -> format != TableFormat.LEVEL_5 || platform.has(Feature.LA57))
                .toArray(TableFormat[]::new);
        return formats[random.below(formats.length)];
    }

    boolean has(TableFormat format) {
        return main == format || second == format;
    }

    /** {@return whether some tables are those of 32-bit or PAE paging} */
    boolean hasLegacyTables() {
        return has(TableFormat.BITS_32) || has(TableFormat.PAE);
    }

    /** {@return whether some tables are those of 4-level or 5-level paging} */
    boolean hasLongTables() {
        return has(TableFormat.LEVEL_4) || has(TableFormat.LEVEL_5);
    }
}
