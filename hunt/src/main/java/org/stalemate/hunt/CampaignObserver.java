package org.stalemate.hunt;

import org.stalemate.reports.Finding;

/** Whoever follows a campaign. What it does changes no result, except where it ends. */
public interface CampaignObserver {
    /** Follows nothing. */
    CampaignObserver NONE = new CampaignObserver() {};

    /** A failure was seen that will be shrunk. */
    default void detected(Campaign campaign) {}

    /** A finding with a new signature was shrunk. */
    default void found(Finding finding) {}

    /** A scenario has run on every configuration. */
    default void scenarioDone(Campaign campaign) {}

    /** {@return whether the campaign is to end here, before its budget is used up} Asked between scenarios. */
    default boolean wantsToStop() {
        return false;
    }
}
