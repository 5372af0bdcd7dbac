package dev.sekisho.policy.basic;

import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import java.time.Duration;
import java.util.Optional;

/** Settings of the {@code basic} policy. */
public record BasicConfig(
        @Property(
                value =
                        "Text of a file as htpasswd writes it, with bcrypt, crypt(3)'s $5$, $6$ and $1$, $apr1$, {SSHA}, {SHA} or {PLAIN}; its users take the place of those of consumers. Read whenever the configuration is.",
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
        Duration remember,

        @Property(
                value = "Whether the challenge says that UTF-8 is understood, by charset (RFC 7617 section 2.1).",
                defaultValue = "true")
        boolean charset,

        @Property(value = "Whether the backend gets X-User-ID, the user name.", defaultValue = "true")
        boolean userHeaders) {

    /** Telling clients the charset and backends the user. */
    public BasicConfig(
            Optional<Secret> htpasswd,
            String realm,
            boolean hideCredentials,
            Optional<String> anonymous,
            Duration remember) {
        this(htpasswd, realm, hideCredentials, anonymous, false, remember, true, true);
    }

    /** Whether a line of htpasswd may have this behind its name; else {@link #hashForms} are expected. */
    public static boolean isHash(String text) {
        return PasswordHash.parse(text).isPresent();
    }

    /** The forms of hashes, for messages. */
    public static String hashForms() {
        return PasswordHash.FORMS;
    }
}
