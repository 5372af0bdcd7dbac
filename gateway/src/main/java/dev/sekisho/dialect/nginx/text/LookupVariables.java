package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.regex.Re2;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Variables of the model for {@code map}, {@code geo}, {@code split_clients} and {@code set}
 * (nginx.org/en/docs/http/ngx_http_map_module.html, ..._geo_module.html, ..._split_clients_module.html).
 *
 * @param texts gives their texts placeholders
 * @param report takes what cannot be honoured
 */
record LookupVariables(Texts texts, Report report) {

    /** The variable of that name; without a look-up it is empty until it is set. */
    Variable variable(String name, Optional<Lookup> lookup) {
        Origin at = lookup.map(each -> each.directive().at()).orElse(Origin.NONE);
        dev.sekisho.model.Lookup by = lookup.map(this::by)
                .orElseGet(() -> new dev.sekisho.model.Lookup.MapLookup("", Map.of(), Optional.empty(), false));
        return new Variable(Texts.name(name), by, at);
    }

    private dev.sekisho.model.Lookup by(Lookup lookup) {
        return switch (lookup.kind()) {
            case "geo" -> geo(lookup);
            case "split_clients" -> share(lookup);
            default -> map(lookup);
        };
    }

    private dev.sekisho.model.Lookup map(Lookup lookup) {
        if (lookup.flags().contains("volatile")) {
            report.add(
                    TextKinds.LOOKUP_DIFFERS,
                    lookup.directive().at(),
                    "map $" + lookup.variable() + ": volatile: the value is found out once for a request and kept",
                    "");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Directive entry : lookup.entries()) {
            key(lookup, entry).ifPresent(key -> values.put(key, texts.of(entry.arg(0), entry.at())));
        }
        Origin at = lookup.directive().at();
        return new dev.sekisho.model.Lookup.MapLookup(
                texts.of(lookup.source(), at),
                values,
                Optional.of(texts.of(lookup.otherwise(), at)).filter(text -> !text.isEmpty()),
                lookup.flags().contains("hostnames"));
    }

    /** The key of an entry, which is nginx's but for the syntax of expressions. */
    private Optional<String> key(Lookup lookup, Directive entry) {
        String key = entry.name();
        if (!key.startsWith("~")) {
            return Optional.of(key);
        }
        boolean caseless = key.startsWith("~*");
        return switch (Re2.of(key.substring(caseless ? 2 : 1), caseless)) {
            case Re2.Result.Form form -> Optional.of("~" + form.text());
            case Re2.Result.Refused refused -> {
                refuse(lookup, entry.at(), key + ": " + refused.reason() + " (expected: an expression that RE2 knows)");
                yield Optional.empty();
            }
        };
    }

    private void refuse(Lookup lookup, Origin at, String message) {
        report.add(TextKinds.LOOKUP_NOT_HONOURED, at, lookup.kind() + " $" + lookup.variable() + ": " + message, "");
    }

    private dev.sekisho.model.Lookup geo(Lookup lookup) {
        boolean ranges = lookup.flags().contains("ranges");
        GeoNetworks networks = new GeoNetworks();
        for (Directive entry : lookup.entries()) {
            switch (entry.name()) {
                case "proxy" ->
                    refuse(
                            lookup,
                            entry.at(),
                            "proxy " + entry.arg(0) + " (expected: set_real_ip_from beside the server)");
                case "delete" -> networks.delete(entry.arg(0), ranges);
                default -> networks.put(entry.name(), Texts.plain(entry.arg(0)), ranges);
            }
        }
        return new dev.sekisho.model.Lookup.GeoLookup(
                texts.of(lookup.source(), lookup.directive().at()),
                networks.all(),
                Optional.of(Texts.plain(lookup.otherwise())).filter(text -> !text.isEmpty()));
    }

    private dev.sekisho.model.Lookup share(Lookup lookup) {
        List<dev.sekisho.model.Lookup.SharePart> parts = new ArrayList<>();
        for (Directive entry : lookup.entries()) {
            String percent = entry.name().substring(0, entry.name().length() - 1);
            parts.add(new dev.sekisho.model.Lookup.SharePart(
                    Optional.of(new BigDecimal(percent).doubleValue()), Texts.plain(entry.arg(0))));
        }
        if (!lookup.otherwise().isEmpty() && total(parts) < 100) {
            parts.add(new dev.sekisho.model.Lookup.SharePart(Optional.empty(), Texts.plain(lookup.otherwise())));
        }
        return new dev.sekisho.model.Lookup.ShareLookup(
                texts.of(lookup.source(), lookup.directive().at()), parts);
    }

    private static double total(List<dev.sekisho.model.Lookup.SharePart> parts) {
        return parts.stream()
                        .mapToLong(part -> Math.round(part.percent().orElse(0.0) * 100))
                        .sum()
                / 100.0;
    }
}
