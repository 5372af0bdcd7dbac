package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Media types of files by the ends of their names, as {@code types} says.
 *
 * @param byEnd types by end, without dot
 * @param otherwise the type of other names, {@code default_type}
 */
record MediaTypes(Map<String, String> byEnd, String otherwise) {

    /** What nginx has where no {@code types} is written. */
    private static final Map<String, String> BUILT_IN =
            Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

    /** Those of a place. */
    static MediaTypes of(Place place) {
        Optional<Directive> types = place.settings().one("types");
        Map<String, String> byEnd = new LinkedHashMap<>();
        types.ifPresent(directive -> directive
                .inside()
                .forEach(line -> line.texts().forEach(end -> byEnd.put(end.toLowerCase(Locale.ROOT), line.name()))));
        return new MediaTypes(
                types.isPresent() ? byEnd : BUILT_IN, place.settings().text("default_type"));
    }

    /** The type of what {@code return} answers to paths without one of the ends. */
    String ofAnswer(Place place) {
        return otherwise + charset(place, otherwise);
    }

    /**
     * The types of what {@code return} answers, by the end of the path; only those that can come there.
     */
    Map<String, String> ofAnswers(Place place) {
        Map<String, String> types = new LinkedHashMap<>();
        Optional<String> only = place.location()
                .filter(location -> location.name().modifier() == Modifier.EXACT)
                .map(location -> end(location.name().path()));
        byEnd.forEach((end, type) -> {
            if (only.isEmpty() || only.get().equals(end)) {
                types.put(end, type + charset(place, type));
            }
        });
        types.values().removeIf(type -> type.equals(ofAnswer(place)));
        return types;
    }

    private static String end(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }

    /** The types that {@code charset} is for; empty where it is off. */
    static List<String> withCharset(Place place) {
        Optional<Directive> types = place.settings().one("charset_types");
        List<String> all = new ArrayList<>(List.of("text/html"));
        all.addAll(types.map(Directive::texts)
                .orElse(List.of(
                        "text/xml",
                        "text/plain",
                        "text/vnd.wap.wml",
                        "application/javascript",
                        "application/rss+xml")));
        return List.copyOf(all);
    }

    private static String charset(Place place, String type) {
        String charset = place.settings().text("charset");
        boolean added = !charset.equals("off")
                && !charset.isEmpty()
                && charset.indexOf('$') < 0
                && (withCharset(place).contains(type) || withCharset(place).contains("*"));
        return added ? "; charset=" + charset : "";
    }
}
