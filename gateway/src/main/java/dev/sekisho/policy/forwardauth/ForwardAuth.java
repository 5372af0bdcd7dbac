package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.GuardedFields;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.List;

/** {@code forward-auth}: an authoriser is asked about each request. */
public final class ForwardAuth implements PolicyType<ForwardAuthConfig> {

    static final String NAME = "forward-auth";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ForwardAuthConfig> configType() {
        return ForwardAuthConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(ForwardAuthConfig config, PolicyContext context) {
        if (config.groupsHeader().isPresent() && config.principalHeader().isEmpty()) {
            throw new IllegalArgumentException("groupsHeader: given (expected: only with principalHeader)");
        }
        if (config.statusOnError() < 400 || config.statusOnError() > 599) {
            throw new IllegalArgumentException("statusOnError: " + config.statusOnError() + " (expected: 400 to 599)");
        }
        List<HeaderName> given = config.responseHeaders().stream()
                .map(name -> FieldNames.changeable("responseHeaders", name, Head.REQUEST))
                .toList();
        AuthRequest request = new AuthRequest(
                new AuthHead(config, given),
                new Permission(
                        given,
                        config.principalHeader().map(name -> FieldNames.field("principalHeader", name)),
                        config.groupsHeader().map(name -> FieldNames.field("groupsHeader", name)),
                        config.passCookies(),
                        new GuardedFields(given)),
                new Refusals(config.refusals(), config.statusOnError()),
                AnswerVariables.of(config.setVariables()),
                Math.toIntExact(config.maxBody().bytes()),
                config.timeout().map(Duration::toNanos).orElse(0L));
        return new ForwardAuthPolicy(
                context.upstream("upstream", config.upstream()),
                request,
                new GuardedFields(given.stream()
                        .filter(name -> !AuthHead.CREDENTIALS.contains(name))
                        .toList()));
    }

    @Override
    public String describe(ForwardAuthConfig config) {
        String method = config.method().equals(AuthHead.KEEP) ? "" : config.method() + " ";
        String gives = config.responseHeaders().isEmpty()
                ? ""
                : "; the backend gets its " + String.join(", ", config.responseHeaders());
        return "asks upstream " + config.upstream() + ", " + method + config.path() + gives;
    }
}
