package dev.sekisho.policy.correlationid;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.Locale;

/** {@code correlation-id}: gives each request an id in a field of its own, as Kong's correlation-id does. */
public final class CorrelationId implements PolicyType<CorrelationIdConfig> {

    @Override
    public String name() {
        return "correlation-id";
    }

    @Override
    public Class<CorrelationIdConfig> configType() {
        return CorrelationIdConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(CorrelationIdConfig config, PolicyContext context) {
        HeaderName field = FieldNames.changeable("header", config.header(), Head.REQUEST);
        FieldNames.changeable("header", config.header(), Head.RESPONSE);
        IdGenerator generator = switch (config.generator()) {
            case UUID -> new IdGenerator.Uuid();
            case UUID_COUNTER -> new IdGenerator.UuidCounter();
            case TRACKER -> new IdGenerator.Tracker(context.clock());
        };
        return new CorrelationIdPolicy(field, generator, config.keep(), config.echo());
    }

    @Override
    public String describe(CorrelationIdConfig config) {
        String how = config.generator().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "gives the request an id by " + how + " in " + config.header()
                + (config.keep() ? ", unless it has one" : ", whatever it has") + (config.echo() ? "; the response too" : "");
    }
}
