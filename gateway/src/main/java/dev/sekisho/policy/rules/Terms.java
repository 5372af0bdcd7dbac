package dev.sekisho.policy.rules;

import dev.sekisho.dataplane.HeaderName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes terms of their settings. */
final class Terms {

    private final List<Term> made = new ArrayList<>();

    private Terms() {}

    /**
     * The terms that are given.
     *
     * @throws IllegalArgumentException where a text is none
     */
    static List<Term> of(TermsConfig config) {
        Terms terms = new Terms();
        terms.add("principals", config.principals(), Term.Certificate::new);
        terms.add("namespaces", config.namespaces(), Term.Namespace::new);
        terms.add("requestPrincipals", config.requestPrincipals(), Term.Token::new);
        terms.add("consumers", config.consumers(), Term.ConsumerName::new);
        terms.add("plans", config.plans(), Term.PlanName::new);
        terms.add("groups", config.groups(), Term.Group::new);
        terms.add("scopes", config.scopes(), Term.Scope::new);
        terms.add("methods", config.methods(), Term.Method::new);
        terms.add("hosts", config.hosts(), Term.Host::new);
        terms.add("paths", config.paths(), Term.Path::new);
        if (!config.addresses().isEmpty()) {
            terms.made.add(new Term.Client(List.copyOf(config.addresses())));
        }
        config.headers()
                .forEach((name, values) -> terms.add(
                        "headers." + name,
                        required(name, values),
                        globs -> new Term.Field(HeaderName.of(name), globs)));
        config.claims()
                .forEach((name, values) -> terms.add(
                        "claims." + name, required(name, values), globs -> new Term.Claim(path(name), globs)));
        return List.copyOf(terms.made);
    }

    private static List<String> required(String name, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + ": no values (expected: one, * for any)");
        }
        return values;
    }

    private static List<String> path(String name) {
        List<String> path = List.of(name.split("\\.", -1));
        if (path.contains("")) {
            throw new IllegalArgumentException("claims: \"" + name + "\" (expected: names with single dots between)");
        }
        return path;
    }

    private void add(String term, List<String> texts, Function<Globs, Term> make) {
        if (!texts.isEmpty()) {
            made.add(make.apply(Globs.of(term, texts)));
        }
    }
}
