package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.LinkedHashMap;
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

    /** The type of what {@code return} answers: by the end of the path where the location has but one, else the default. */
    String ofAnswer(Place place) {
        String path = place.location().map(location -> location.name().path()).orElse("");
        boolean one = place.location()
                .filter(location -> location.name().toString().startsWith("="))
                .isPresent();
        int dot = path.lastIndexOf('.');
        String end = one && dot > path.lastIndexOf('/') ? path.substring(dot + 1) : "";
        String type = byEnd.getOrDefault(end.toLowerCase(Locale.ROOT), otherwise);
        return type + charset(place, type);
    }

    private static String charset(Place place, String type) {
        String charset = place.settings().text("charset");
        boolean added = !charset.equals("off")
                && !charset.isEmpty()
                && charset.indexOf('$') < 0
                && place.settings().one("charset_types").isEmpty()
                && (type.startsWith("text/html")
                        || type.equals("text/xml")
                        || type.equals("text/plain")
                        || type.equals("text/vnd.wap.wml")
                        || type.equals("application/javascript")
                        || type.equals("application/rss+xml"));
        return added ? "; charset=" + charset : "";
    }
}
