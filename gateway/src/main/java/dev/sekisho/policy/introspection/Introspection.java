package dev.sekisho.policy.introspection;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.BearerTokens;
import dev.sekisho.policy.ClaimFields;
import dev.sekisho.policy.Exclusions;
import dev.sekisho.policy.FetchUrl;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.TokenPlace;
import dev.sekisho.policy.TokenRefusals;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code introspection}: who sends a request, as an authorisation server says of its token (RFC 7662, RFC 6750). */
public final class Introspection implements PolicyType<IntrospectionConfig> {

    static final String NAME = "introspection";

    private final Executor executor;

    /** Begins requests on threads of their own. */
    public Introspection() {
        this(Thread::startVirtualThread);
    }

    /** Begins requests by an executor. */
    Introspection(Executor executor) {
        this.executor = executor;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<IntrospectionConfig> configType() {
        return IntrospectionConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(IntrospectionConfig config, PolicyContext context) {
        AskSettings settings = AskSettings.of(config);
        ClientAuthentication client = ClientAuthentication.of(config.client(), settings.audience(), context.clock());
        ClaimFields fields =
                ClaimFields.of(config.userHeaders(), config.rolesClaim(), config.claimHeaders(), Optional.empty());
        BearerTokens tokens = new BearerTokens(
                new TokenRefusals(config.realm()),
                fields,
                new Exclusions(config.except()),
                TokenPlace.places(config.from()),
                config.optional(),
                Optional.empty(),
                config.forwardOriginalToken(),
                Math.toIntExact(config.maxTokenSize().bytes()));
        return new IntrospectionPolicy(
                introspector(settings, client, context),
                new Judge(config, fields, context.consumers()),
                tokens,
                context.clock());
    }

    private Introspector introspector(AskSettings settings, ClientAuthentication client, PolicyContext context) {
        Fetcher fetcher = context.fetcher();
        InstantSource clock = context.clock();
        return context.shared(Introspector.class, settings, () -> {
            Question question = new Question(settings, new Endpoint(settings, fetcher), client, fetcher, clock);
            return new Introspector(settings, question, executor, System::nanoTime);
        });
    }

    @Override
    public String describe(IntrospectionConfig config) {
        String where = config.endpoint()
                .or(config::issuer)
                .map(URI::create)
                .map(FetchUrl::printable)
                .orElse("nobody");
        return (config.optional() ? "takes a token" : "needs a token") + " that is active as " + where + " says"
                + AccessRules.describe(config.scopes(), config.roles());
    }
}
