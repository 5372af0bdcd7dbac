package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Challenges;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code hmac}: clients sign their requests with a secret that both sides know, as with Kong's {@code hmac-auth}. */
public final class Hmac implements PolicyType<HmacConfig> {

    static final String NAME = "hmac";

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Set<HmacConfig.Algorithm> USUAL = Set.of(
            HmacConfig.Algorithm.HMAC_SHA256, HmacConfig.Algorithm.HMAC_SHA384, HmacConfig.Algorithm.HMAC_SHA512);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<HmacConfig> configType() {
        return HmacConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(HmacConfig config, PolicyContext context) {
        if (config.clockSkew().toSeconds() < 1 || config.clockSkew().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("clockSkew: " + config.clockSkew() + " (expected: 1s to 1h)");
        }
        config.enforceHeaders().forEach(Hmac::checkName);
        Verifier verifier = new Verifier(
                new Signers(context.consumers().hmacLogins()),
                config.algorithms().isEmpty() ? USUAL : EnumSet.copyOf(config.algorithms()),
                config.enforceHeaders(),
                config.requireDate(),
                config.clockSkew().toMillis(),
                context.clock());
        Optional<Principal> anonymous = config.anonymous().map(name -> Identity.anonymous("anonymous", name, context));
        return new HmacPolicy(
                verifier,
                config.hideCredentials(),
                anonymous,
                Identity.forWrong(config.anonymousOnWrong(), anonymous),
                Challenges.realm(NAME, config.realm()));
    }

    /** Fields that the gateway has written itself, or taken away, no client can have signed. */
    private static void checkName(String name) {
        if (name.equals(Parameters.REQUEST_TARGET) || name.equals(Parameters.REQUEST_LINE)) {
            return;
        }
        FieldRole role = FieldNames.field("enforceHeaders", name).role();
        if (role == FieldRole.IDENTITY || role == FieldRole.FORWARDED || role == FieldRole.REQUEST_ID) {
            throw new IllegalArgumentException("enforceHeaders: " + name
                    + " (expected: a field of the client's; this one the gateway writes itself)");
        }
    }

    @Override
    public String describe(HmacConfig config) {
        List<String> enforced = config.enforceHeaders();
        return "asks for a signature"
                + (enforced.isEmpty() ? "" : " of " + String.join(", ", enforced))
                + (config.requireDate()
                        ? ", not older than " + config.clockSkew().toSeconds() + "s"
                        : "")
                + (config.hideCredentials() ? ", which the backend does not see" : "")
                + config.anonymous()
                        .map(name -> "; requests without one pass as " + name)
                        .orElse("");
    }
}
