package dev.sekisho.policy.securityheaders;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code security-headers}: the fields of an answer that tell browsers what to refuse, and none that tell of the backend. */
public final class SecurityHeaders implements PlainPolicyType<SecurityHeadersConfig> {

    private static final List<String> TELLTALES =
            List.of("Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version");

    @Override
    public String name() {
        return "security-headers";
    }

    @Override
    public Class<SecurityHeadersConfig> configType() {
        return SecurityHeadersConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(SecurityHeadersConfig config) {
        Map<SecurityField, String> values = values(config);
        byte[] transport = Ascii.bytes(values.getOrDefault(SecurityField.STRICT_TRANSPORT_SECURITY, ""));
        values.remove(SecurityField.STRICT_TRANSPORT_SECURITY);
        return new SecurityHeadersPolicy(
                removed(config),
                values.keySet().stream().map(SecurityField::field).toArray(HeaderName[]::new),
                values.values().stream().map(Ascii::bytes).toArray(byte[][]::new),
                transport,
                config.noStore(),
                config.override() == SecurityHeadersConfig.Override.ALWAYS);
    }

    private static Map<SecurityField, String> values(SecurityHeadersConfig config) {
        Map<SecurityField, String> values = Presets.of(config.preset(), config.strictContent());
        for (String name : config.omit()) {
            if (values.remove(SecurityField.named("omit", name)) == null) {
                throw new IllegalArgumentException("omit: " + name + " (expected: a field of the preset, once)");
            }
        }
        config.headers().forEach((name, value) -> {
            SecurityField field = SecurityField.named("headers", name);
            String setting = "headers." + name;
            values.put(field, field.checked(setting, FieldValue.plain(setting, value)));
        });
        return values;
    }

    private static HeaderName[] removed(SecurityHeadersConfig config) {
        if (!config.hideServer()) {
            if (!config.remove().isEmpty()) {
                throw new IllegalArgumentException("remove: given (expected: only with hideServer: true)");
            }
            return new HeaderName[0];
        }
        List<String> names = config.remove().isEmpty() ? TELLTALES : config.remove();
        return names.stream()
                .map(name -> FieldNames.changeable("remove", name, Head.RESPONSE))
                .toArray(HeaderName[]::new);
    }

    @Override
    public String describe(SecurityHeadersConfig config) {
        List<String> names = new ArrayList<>();
        values(config).keySet().forEach(field -> names.add(field.field().toString()));
        if (config.noStore()) {
            names.add("Cache-Control: no-store");
        }
        String sets = names.isEmpty() ? "sets nothing" : "sets " + String.join(", ", names);
        String how = config.override() == SecurityHeadersConfig.Override.ALWAYS ? "" : " where absent";
        List<String> gone = config.hideServer() ? config.remove().isEmpty() ? TELLTALES : config.remove() : List.of();
        return sets + how + (gone.isEmpty() ? "" : "; removes " + String.join(", ", gone));
    }
}
