package dev.sekisho.policy.basic;

import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import java.time.Duration;
import java.util.Optional;

/** Settings of the {@code basic} policy. */
public record BasicConfig(
        @Property(
                value =
                        "Text of a file as htpasswd writes it, with bcrypt, {SHA} or $apr1$; its users take the place of those of consumers. Read whenever the configuration is.",
                example = "\"${file:/etc/sekisho/users.htpasswd}\"")
        Optional<Secret> htpasswd,

        @Property(value = "Realm of the challenge.", defaultValue = "api", example = "shop")
        String realm,

        @Property(
                value = "Whether the Authorization field is removed before the backend is asked.",
                defaultValue = "false")
        boolean hideCredentials,

        @Property(
                value =
                        "Name of the consumer as whom requests without user name and password pass. None given: they are refused.",
                example = "guest")
        Optional<String> anonymous,

        @Property(
                value =
                        "Whether requests whose user name and password are wrong pass as that consumer too, as in Kong, unless another policy knows the client.",
                defaultValue = "false")
        boolean anonymousOnWrong,

        @Property(
                value = "How long a pair that was right is not checked again; 0s checks each request.",
                defaultValue = "5m",
                min = "0",
                max = "1h")
        Duration remember) {

    /** Settings by which a wrong pair is refused. */
    public BasicConfig(
            Optional<Secret> htpasswd,
            String realm,
            boolean hideCredentials,
            Optional<String> anonymous,
            Duration remember) {
        this(htpasswd, realm, hideCredentials, anonymous, false, remember);
    }
}
