package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.Challenges;
import dev.sekisho.policy.Identity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code mtls}: clients are known by the certificates of their TLS connections. */
public final class Mtls implements PolicyType<MtlsConfig> {

    static final String NAME = "mtls";

    private static final List<MtlsConfig.Name> USUAL =
            List.of(MtlsConfig.Name.SPIFFE, MtlsConfig.Name.DNS, MtlsConfig.Name.COMMON_NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<MtlsConfig> configType() {
        return MtlsConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHENTICATION;
    }

    @Override
    public Policy create(MtlsConfig config, PolicyContext context) {
        String challenge = Challenges.realm("Certificate", config.realm());
        Optional<ConsumerTable> consumers = config.consumers()
                ? Optional.of(context.shared(
                        ConsumerTable.class, context.consumers(), () -> new ConsumerTable(context.consumers())))
                : Optional.empty();
        Judge judge = new Judge(
                names(config), config.allow().stream().map(Pattern::of).toList(), consumers, challenge);
        return new MtlsPolicy(
                judge, config.anonymous().map(name -> Identity.anonymous("anonymous", name, context)), challenge);
    }

    private static List<MtlsConfig.Name> names(MtlsConfig config) {
        return config.identity().isEmpty() ? USUAL : config.identity();
    }

    @Override
    public String describe(MtlsConfig config) {
        String names = names(config).stream().map(Object::toString).collect(Collectors.joining(", or "));
        return "asks for a client certificate"
                + (config.allow().isEmpty() ? "" : " that allow describes")
                + (config.consumers() ? ", of a consumer" : "")
                + ", known by " + names
                + config.anonymous()
                        .map(name -> "; requests without one pass as " + name)
                        .orElse("");
    }
}
