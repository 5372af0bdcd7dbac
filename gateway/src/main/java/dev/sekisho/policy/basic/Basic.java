package dev.sekisho.policy.basic;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Challenges;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;
import java.util.Optional;

/** {@code basic}: clients are known by user name and password (RFC 7617). */
public final class Basic implements PolicyType<BasicConfig> {

    static final String NAME = "basic";

    private static final long LONGEST_MINUTES = 60;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<BasicConfig> configType() {
        return BasicConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    /** Users and their verified pairs outlive a reload that does not change them, so that it brings no burst of checks. */
    @Override
    public Policy create(BasicConfig config, PolicyContext context) {
        if (config.remember().isNegative() || config.remember().toMinutes() > LONGEST_MINUTES) {
            throw new IllegalArgumentException("remember: " + config.remember() + " (expected: 0s to 1h)");
        }
        Users.Source source = config.htpasswd().isPresent()
                ? new Users.Source(config.htpasswd(), List.of())
                : new Users.Source(config.htpasswd(), context.consumers().basicLogins());
        Optional<Principal> anonymous = config.anonymous().map(name -> Identity.anonymous("anonymous", name, context));
        return new BasicPolicy(
                context.shared(Users.class, source, () -> new Users(source)),
                context.shared(PasswordThreads.class, NAME, PasswordThreads::new),
                anonymous,
                Identity.forWrong(config.anonymousOnWrong(), anonymous),
                config.hideCredentials(),
                config.remember().toNanos(),
                Challenges.realm("Basic", config.realm()) + (config.charset() ? ", charset=\"UTF-8\"" : ""),
                config.userHeaders());
    }

    @Override
    public String describe(BasicConfig config) {
        return "asks for a user name and password of "
                + (config.htpasswd().isPresent() ? "an htpasswd file" : "a consumer")
                + (config.hideCredentials() ? ", which the backend does not see" : "")
                + config.anonymous()
                        .map(name -> "; requests without them pass as " + name)
                        .orElse("");
    }
}
