package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Challenges;
import dev.sekisho.policy.CredentialPlace;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code key-auth}: clients are known by API keys. */
public final class KeyAuth implements PolicyType<KeyAuthConfig> {

    static final String NAME = "key-auth";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<KeyAuthConfig> configType() {
        return KeyAuthConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(KeyAuthConfig config, PolicyContext context) {
        Optional<Principal> anonymous = config.anonymous().map(name -> Identity.anonymous("anonymous", name, context));
        return new KeyAuthPolicy(
                places(config),
                config.hideCredentials(),
                anonymous,
                Identity.forWrong(config.anonymousOnWrong(), anonymous),
                config.preflights(),
                Challenges.realm(config.scheme().orElse("Key"), config.realm()),
                new Keys(
                        context.shared(KeyTable.class, context.consumers(), () -> new KeyTable(context.consumers())),
                        config.store().map(store -> stored(store, context)),
                        context.consumers()),
                context.clock());
    }

    /** What is remembered of a store outlives reloads. */
    private static StoredKeys stored(StoreConfig config, PolicyContext context) {
        Store store = context.redis("store.redis", config.redis());
        StoredKeys.Source source = new StoredKeys.Source(store.unnamed(), config);
        return context.shared(
                StoredKeys.class, source, () -> new StoredKeys(context.open(store), config, System::nanoTime));
    }

    @Override
    public String describe(KeyAuthConfig config) {
        String where = places(config).stream().map(CredentialPlace::label).collect(Collectors.joining(", or "));
        return "asks for an API key in " + where
                + config.store()
                        .map(store -> ", known here or in the store " + store.redis())
                        .orElse("")
                + (config.hideCredentials() ? ", which the backend does not see" : "")
                + config.anonymous()
                        .map(name -> "; requests without one pass as " + name)
                        .orElse("")
                + (config.preflights() ? "" : "; OPTIONS needs none");
    }

    private static List<CredentialPlace> places(KeyAuthConfig config) {
        List<CredentialPlace> places = new ArrayList<>();
        config.headers().forEach(name -> places.add(field(name)));
        config.query().forEach(name -> places.add(new CredentialPlace.Parameter(name, parameter(name))));
        config.cookies().forEach(name -> places.add(new CredentialPlace.Cookie(name, token("cookies", name))));
        config.scheme()
                .ifPresent(name ->
                        places.add(new CredentialPlace.Scheme(name, token("scheme", name.toLowerCase(Locale.ROOT)))));
        if (places.isEmpty()) {
            places.add(field("X-API-Key"));
        }
        return places;
    }

    private static CredentialPlace field(String name) {
        HeaderName field = FieldNames.changeable("headers", name, FieldNames.Head.REQUEST);
        if (field.role() != FieldRole.PLAIN
                || field.equals(HeaderName.AUTHORIZATION)
                || field.equals(HeaderName.COOKIE)) {
            throw new IllegalArgumentException("headers: " + name
                    + " (expected: a field of its own; Authorization and Cookie are looked at by scheme and cookies)");
        }
        return new CredentialPlace.Field(field);
    }

    private static byte[] parameter(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("query: an empty name (expected: the name of a parameter)");
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] token(String setting, String name) {
        byte[] bytes = Ascii.bytes(name);
        if (bytes.length == 0 || !Tokens.isToken(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException(
                    setting + ": " + FieldNames.printable(name) + " (expected: a token of RFC 9110 section 5.6.2)");
        }
        return bytes;
    }
}
