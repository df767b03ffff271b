package org.stalemate.reports.known;

import java.util.EnumSet;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;

/** What is left of a shrunk scenario when it no longer matters on which processor it was found. Shrinking has done the rest. */
public final class CanonicalForm {
    private CanonicalForm() {}

    /** {@return the same tables, registers and steps on a platform that every canonical form has} It is for comparison alone. */
    public static Scenario of(Scenario shrunk) {
        Start start = shrunk.start();
        Platform any = new Platform(
                Profile.UNION,
                Platform.MAX_MAXPHYADDR,
                EnumSet.allOf(Feature.class),
                start.platform().logicalProcessors());
        return new Scenario(new Start(any, start.tables(), start.processors()), shrunk.steps());
    }
}
