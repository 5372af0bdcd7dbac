package dev.sekisho.model;

import java.util.Optional;

/** Settings of a policy that may depend on who the client is, as policies of authentication find out. */
public interface PrincipalUser {

    /**
     * What such settings come to where nobody finds that out, such as {@code key: consumer: empty, so that nothing is counted}; empty where
     * these do not depend on it.
     */
    Optional<String> withoutPrincipal();
}
