package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.MediaTypes;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.substitution.SubstitutionConfig.Replace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code substitution}: replaces texts in response bodies, as nginx's {@code sub_filter} does
 * (<a href="https://nginx.org/en/docs/http/ngx_http_sub_module.html">ngx_http_sub_module</a>).
 */
public final class Substitution implements PolicyType<SubstitutionConfig> {

    static final int LONGEST_FIND = 1 << 10; // bytes, of which that many are kept back at most

    @Override
    public String name() {
        return "substitution";
    }

    @Override
    public Class<SubstitutionConfig> configType() {
        return SubstitutionConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(SubstitutionConfig config, PolicyContext context) {
        List<Replace> all = config.replace();
        if (all.isEmpty() || all.size() > Patterns.MOST) {
            throw new IllegalArgumentException(
                    "replace: " + all.size() + " entries (expected: 1 to " + Patterns.MOST + ")");
        }
        List<Patterns.Pattern> patterns = new ArrayList<>();
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Replace one = all.get(i);
            patterns.add(pattern("replace[" + i + "].find", one));
            templates.add(Template.parse("replace[" + i + "].with", one.with(), one.escape()));
        }
        List<String> types = config.types().isEmpty() ? List.of("text/html") : config.types();
        return new SubstitutionPolicy(
                new Patterns(patterns), templates, MediaTypes.of("types", types), config, Counts.of(context));
    }

    private static Patterns.Pattern pattern(String setting, Replace replace) {
        byte[] text = replace.find().getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || text.length > LONGEST_FIND) {
            throw new IllegalArgumentException(
                    setting + ": " + text.length + " bytes (expected: 1 to " + LONGEST_FIND + ")");
        }
        return Patterns.Pattern.of(text, replace.ignoreCase(), replace.once());
    }

    @Override
    public String describe(SubstitutionConfig config) {
        String what = config.replace().stream()
                .map(one -> "\"" + FieldNames.printable(one.find()) + "\""
                        + (one.once() ? " once" : "")
                        + (one.ignoreCase() ? " in any case" : ""))
                .collect(Collectors.joining(", "));
        return "replaces " + what + " in "
                + (config.types().isEmpty() ? "text/html" : String.join(", ", config.types()));
    }
}
