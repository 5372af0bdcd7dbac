package dev.sekisho.dialect.nginx.field;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sekisho.dialect.nginx.directive.LocationName;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.RegexCost;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.CookieFlags;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Flag;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.InFront;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code proxy_redirect} and {@code proxy_cookie_domain}, {@code _path} and {@code _flags}. */
final class ReverseNames implements Aspect {

    private static final Map<String, Flag> FLAGS = Map.of(
            "secure", Flag.SECURE,
            "httponly", Flag.HTTPONLY,
            "samesite=strict", Flag.SAMESITE_STRICT,
            "samesite=lax", Flag.SAMESITE_LAX,
            "samesite=none", Flag.SAMESITE_NONE,
            "nosecure", Flag.NO_SECURE,
            "nohttponly", Flag.NO_HTTPONLY,
            "nosamesite", Flag.NO_SAMESITE);

    private final Findings findings;

    ReverseNames(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Pass.of(place.settings()).filter(pass -> !pass.isGrpc()).ifPresent(pass -> {
            ReverseMappingConfig config = new ReverseMappingConfig(
                    redirects(place, pass),
                    pairs(place, "proxy_cookie_domain"),
                    pairs(place, "proxy_cookie_path"),
                    flags(place),
                    inFront(place));
            boolean nothing = config.locations().isEmpty()
                    && config.cookieDomains().isEmpty()
                    && config.cookiePaths().isEmpty()
                    && config.cookieFlags().isEmpty();
            if (!nothing) {
                route.policy("reverse-mapping", config, place.at());
            }
        });
    }

    private InFront inFront(Place place) {
        if (!place.settings().isOn("absolute_redirect")) {
            return InFront.NONE;
        }
        place.settings()
                .one("server_name_in_redirect")
                .filter(each -> each.arg(0).equalsIgnoreCase("on"))
                .ifPresent(each -> findings.differs(
                        each,
                        "has no effect where proxy_redirect gives a location without a host: it is that of the request",
                        "write the host in proxy_redirect"));
        return place.settings().isOn("port_in_redirect") ? InFront.PORT : InFront.HOST;
    }

    private List<Mapping> redirects(Place place, Pass pass) {
        List<Directive> written = place.settings().all("proxy_redirect");
        if (written.isEmpty()) {
            return usual(place, pass).stream().toList();
        }
        List<Mapping> mappings = new ArrayList<>();
        for (Directive each : written) {
            if (each.args().size() == 2) {
                mapping(place, each).ifPresent(mappings::add);
            } else if (each.arg(0).equals("default")) {
                usual(place, pass).ifPresent(mappings::add);
            } else {
                return List.of(); // off
            }
        }
        return mappings;
    }

    /** What is said of the upstream becomes what is said of the location; nothing where proxy_pass has variables. */
    private static Optional<Mapping> usual(Place place, Pass pass) {
        if (pass.hasVariables()) {
            return Optional.empty();
        }
        Word url = pass.directive().args().getFirst();
        if (pass.uri().isEmpty()) {
            return Optional.of(new Mapping(Arguments.text(place, url, url.text() + "/"), "/"));
        }
        String location = place.location()
                .map(each -> each.name())
                .filter(name -> !name.isRegex() && name.modifier() != LocationName.Modifier.NAMED)
                .map(LocationName::path)
                .orElse("");
        return Optional.of(new Mapping(Arguments.text(place, url), Arguments.text(place, url, location)));
    }

    private List<Mapping> pairs(Place place, String name) {
        List<Mapping> mappings = new ArrayList<>();
        for (Directive each : place.settings().all(name)) {
            if (each.args().size() < 2) {
                return List.of(); // off
            }
            mapping(place, each).ifPresent(mappings::add);
        }
        return mappings;
    }

    private Optional<Mapping> mapping(Place place, Directive directive) {
        Optional<String> to = Arguments.field(place, directive, 1, findings);
        String from = directive.arg(0);
        if (from.startsWith("~")) {
            Optional<String> regex = regex(directive, from);
            return to.flatMap(text -> regex.map(found -> new Mapping(found, text)));
        }
        return Arguments.field(place, directive, 0, findings)
                .filter(text -> !text.isEmpty())
                .flatMap(text -> to.map(found -> new Mapping(text, found)));
    }

    /** The expression as RE2 has it, with its mark; nothing, which is reported, where it has none such. */
    private Optional<String> regex(Directive directive, String text) {
        String mark = text.startsWith("~*") ? "~*" : "~";
        String expression = text.substring(mark.length()).strip().replaceAll("\\(\\?<(?=[A-Za-z_])", "(?P<");
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            findings.notHonoured(
                    directive,
                    "has an expression that is none in RE2 syntax (" + e.getDescription() + ")",
                    "write it without look-around and back-references");
            return Optional.empty();
        }
        if (RegexCost.of(expression) > RegexCost.MAX) {
            findings.notHonoured(directive, "has an expression that would take too much memory", "repeat less in it");
            return Optional.empty();
        }
        return Optional.of(mark + expression);
    }

    private List<CookieFlags> flags(Place place) {
        List<CookieFlags> all = new ArrayList<>();
        for (Directive each : place.settings().all("proxy_cookie_flags")) {
            if (each.args().size() < 2) {
                return List.of(); // off
            }
            flags(each).ifPresent(all::add);
        }
        return all;
    }

    private Optional<CookieFlags> flags(Directive directive) {
        String cookie = directive.arg(0);
        List<Flag> flags = directive.texts().stream()
                .skip(1)
                .flatMap(text -> Optional.ofNullable(FLAGS.get(text.toLowerCase(Locale.ROOT))).stream())
                .toList();
        boolean named = !cookie.isEmpty() && (cookie.startsWith("~") || !Arguments.isVariable(cookie));
        if (flags.size() < directive.args().size() - 1 || !named) {
            findings.notHonoured(
                    directive, "is not honoured: its name or a flag depends on the request", "write out the flags");
            return Optional.empty();
        }
        return cookie.startsWith("~")
                ? regex(directive, cookie).map(found -> new CookieFlags(found, flags))
                : Optional.of(new CookieFlags(cookie, flags));
    }
}
