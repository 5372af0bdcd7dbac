package dev.sekisho.policy.introspection;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.BadToken;
import dev.sekisho.policy.ClaimFields;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.TokenRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of one policy for what the endpoint says of active tokens. Immutable, thread-safe, never blocks. */
final class Judge {

    private static final ClaimPath SCOPE = ClaimPath.of("scope", "scope");
    private static final byte[] NO_TEXT = {};

    private final Object mark = new Object();
    private final TokenRules rules;
    private final List<String> issuers;
    private final AccessRules access;
    private final ClaimFields fields;
    private final ClaimPath roles;
    private final Optional<ClaimPath> consumer;
    private final Consumers consumers;

    Judge(IntrospectionConfig config, ClaimFields fields, Consumers consumers) {
        this.rules = new TokenRules(
                config.clockTolerance().toMillis(), false, config.audiences(), List.of(), Set.of(), TokenRules.NEVER);
        this.issuers = config.issuers();
        this.access = AccessRules.of(config.scopes(), config.roles(), config.claims());
        this.fields = fields;
        this.roles = ClaimPath.of("rolesClaim", config.rolesClaim());
        this.consumer = config.consumerClaim().map(claim -> ClaimPath.of("consumerClaim", claim));
        this.consumers = consumers;
    }

    /** What a token must allow. */
    AccessRules access() {
        return access;
    }

    /** Whether a verdict is by these rules and still holds, by the wall clock in milliseconds. */
    boolean stands(Verdict verdict, long now) {
        return verdict.holds(mark, now);
    }

    /**
     * The verdict.
     *
     * @param members of the answer
     * @param now wall clock, milliseconds
     * @throws BadToken where the token is not valid here and now, whatever the endpoint says
     */
    Verdict judge(Map<String, Object> members, long now) throws BadToken {
        long until = rules.check(members, now);
        if (!issuers.isEmpty() && !issuers.contains(text(members, "iss"))) {
            throw BadToken.invalid("of another issuer (iss)");
        }
        Principal principal = principal(members);
        return new Verdict(mark, principal, fields.of(told(members), NO_TEXT), until, access.check(principal));
    }

    private Principal principal(Map<String, Object> members) {
        Optional<KnownConsumer> known = consumer.map(path -> path.texts(members))
                .filter(names -> names.size() == 1)
                .flatMap(names -> consumers.named(names.getFirst()));
        Set<String> groups = new HashSet<>(roles.words(members));
        known.ifPresent(one -> groups.addAll(one.groups()));
        String client = text(members, "client_id");
        return new Principal(
                Introspection.NAME,
                user(members).isEmpty() ? client : user(members),
                known,
                client,
                groups,
                Set.copyOf(SCOPE.words(members)),
                members);
    }

    /** For the backend a user name is as good as a subject, where there is none. */
    private static Map<String, Object> told(Map<String, Object> members) {
        String user = user(members);
        if (user.isEmpty() || members.containsKey("sub")) {
            return members;
        }
        Map<String, Object> more = new HashMap<>(members);
        more.put("sub", user);
        return more;
    }

    private static String user(Map<String, Object> members) {
        String sub = text(members, "sub");
        return sub.isEmpty() ? text(members, "username") : sub;
    }

    private static String text(Map<String, Object> members, String name) {
        Object value = members.getOrDefault(name, "");
        return value instanceof String || value instanceof Number ? value.toString() : "";
    }
}
