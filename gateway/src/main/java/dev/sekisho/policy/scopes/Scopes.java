package dev.sekisho.policy.scopes;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;

/** {@code scopes}: refuses requests whose token does not allow enough (RFC 6750 section 3.1). */
public final class Scopes implements PlainPolicyType<ScopesConfig> {

    /** What a scope may be made of, RFC 6749 section 3.3. */
    private static final String TOKEN = "[!#-\\[\\]-~]+";

    @Override
    public String name() {
        return "scopes";
    }

    @Override
    public Class<ScopesConfig> configType() {
        return ScopesConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHORISATION;
    }

    @Override
    public Policy create(ScopesConfig config) {
        if (config.required().isEmpty()) {
            throw new IllegalArgumentException("required: none (expected: at least one scope)");
        }
        config.required().stream()
                .filter(scope -> !scope.matches(TOKEN))
                .findFirst()
                .ifPresent(scope -> {
                    throw new IllegalArgumentException("required: \"" + scope
                            + "\" (expected: a scope, without spaces, quotation marks or backslashes)");
                });
        return new ScopesPolicy(List.copyOf(config.required()), config.match() == ScopesConfig.Needed.ALL);
    }

    @Override
    public String describe(ScopesConfig config) {
        String how =
                config.required().size() == 1 ? "" : config.match() == ScopesConfig.Needed.ALL ? "all of " : "one of ";
        return "needs the scope " + how + String.join(", ", config.required());
    }
}
