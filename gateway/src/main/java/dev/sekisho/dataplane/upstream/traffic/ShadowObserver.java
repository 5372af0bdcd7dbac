package dev.sekisho.dataplane.upstream.traffic;

import java.util.Optional;

/** Is told of two answers to one request. Called on an event loop, so it must not take long. */
public interface ShadowObserver {

    /** Looks at nothing. */
    ShadowObserver NOBODY = new ShadowObserver() {
        @Override
        public int maxBody() {
            return 0;
        }

        @Override
        public void answered(String request, Optional<CapturedAnswer> answer, Optional<CapturedAnswer> shadow) {}
    };

    /** Largest body that it looks at, bytes. */
    int maxBody();

    /**
     * Both sides are done; a side is empty where its service did not answer, was cut off, or gave too large a body.
     *
     * @param request method and path, without query
     * @param answer what the client got
     * @param shadow what the service that got the copy answered
     */
    void answered(String request, Optional<CapturedAnswer> answer, Optional<CapturedAnswer> shadow);
}
