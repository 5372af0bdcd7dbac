package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.identity.Consumers.Holder;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.HmacLogin;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Who may sign, by user name. Immutable, thread-safe. */
final class Signers {

    private final Map<String, Signer> signers = new HashMap<>();
    private final Signer nobody = new Signer(Principal.NOBODY, random());

    /** A user and the secret. */
    record Signer(Principal principal, SecretKey key) {

        /** Whether there is such a user. */
        boolean isKnown() {
            return principal.isKnown();
        }
    }

    Signers(List<Holder<HmacLogin>> logins) {
        for (Holder<HmacLogin> holder : logins) {
            String name = holder.credential().username();
            String consumer = holder.consumer().name();
            byte[] secret = holder.credential().secret().reveal().getBytes(StandardCharsets.UTF_8);
            signers.put(
                    name,
                    new Signer(
                            Principal.of(Hmac.NAME, name, holder.consumer(), consumer + "/" + name),
                            new SecretKeySpec(secret, Hmac.NAME)));
        }
    }

    /** A secret that nobody knows, so that a signature of nobody costs what another costs. */
    private static SecretKey random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new SecretKeySpec(secret, Hmac.NAME);
    }

    /** The user of that name, or one that is not known. */
    Signer find(String username) {
        return signers.getOrDefault(username, nobody);
    }
}
