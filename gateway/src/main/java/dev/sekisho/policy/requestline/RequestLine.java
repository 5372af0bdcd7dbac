package dev.sekisho.policy.requestline;

import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.ParameterChanges;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code request-line}: another method, path or query for the backend. */
public final class RequestLine implements PlainPolicyType<RequestLineConfig> {

    private static final Set<Method> REFUSED = Set.of(Method.HEAD, Method.CONNECT, Method.TRACE);

    @Override
    public String name() {
        return "request-line";
    }

    @Override
    public Class<RequestLineConfig> configType() {
        return RequestLineConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(RequestLineConfig config) {
        ParameterChanges query = new ParameterChanges("query", config.query());
        return new RequestLinePolicy(
                config.method().map(RequestLine::method),
                PathEdit.of(config),
                query.isEmpty() ? Optional.empty() : Optional.of(query));
    }

    /** Answers to HEAD have no body, CONNECT has no path, TRACE no body: none of these can take another's place. */
    private static Method method(String name) {
        try {
            Method method = Method.of(name);
            if (!REFUSED.contains(method)) {
                return method;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException("method: " + FieldNames.printable(name)
                + " (expected: a method other than HEAD, CONNECT and TRACE, such as POST)");
    }

    @Override
    public String describe(RequestLineConfig config) {
        List<String> steps = new ArrayList<>();
        config.method().ifPresent(method -> steps.add("asks by " + method));
        config.path().ifPresent(path -> steps.add("for " + path));
        config.regex().ifPresent(regex -> steps.add("replaces " + regex.pattern() + " in the path"));
        String query = new ParameterChanges("query", config.query()).describe();
        if (!query.isEmpty()) {
            steps.add(query + " in the query");
        }
        return steps.isEmpty() ? "changes nothing" : String.join("; ", steps);
    }
}
