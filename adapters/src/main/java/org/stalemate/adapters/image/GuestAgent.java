package org.stalemate.adapters.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Boot sector and guest agent, as an image begins with. */
public final class GuestAgent {
    private static final String RESOURCE = "/org/stalemate/adapters/agent/agent.bin";

    private GuestAgent() {}

    /** {@return the assembled agent} */
    public static byte[] bytes() {
        try (InputStream stream = GuestAgent.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the guest agent is missing from this build");
            }
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException("the guest agent cannot be read", failure);
        }
    }
}
