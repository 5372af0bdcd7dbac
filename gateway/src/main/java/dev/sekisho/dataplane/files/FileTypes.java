package dev.sekisho.dataplane.files;

import dev.sekisho.model.Backend;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Media types by the ends of names (IANA's registry). Immutable, thread-safe. */
final class FileTypes {

    private static final String BUILT_IN = """
            text/html html htm; text/css css; text/plain txt log conf; text/csv csv; text/markdown md; text/calendar ics
            text/javascript js mjs; text/xml xml; text/vtt vtt; application/json json map; application/ld+json jsonld
            application/manifest+json webmanifest; application/pdf pdf; application/wasm wasm; application/zip zip
            application/gzip gz; application/x-tar tar; application/java-archive jar; application/rss+xml rss
            application/atom+xml atom; application/xhtml+xml xhtml; application/yaml yaml yml; application/rtf rtf
            image/png png; image/jpeg jpg jpeg; image/gif gif; image/webp webp; image/avif avif; image/svg+xml svg svgz
            image/x-icon ico; image/bmp bmp; image/tiff tif tiff; image/jxl jxl; font/woff woff; font/woff2 woff2; font/ttf ttf
            font/otf otf; audio/mpeg mp3; audio/ogg ogg oga; audio/mp4 m4a; audio/wav wav; audio/flac flac; video/mp4 mp4 m4v
            video/webm webm; video/ogg ogv; video/mp2t ts; video/quicktime mov; application/vnd.apple.mpegurl m3u8
            """;

    private static final Map<String, String> KNOWN = known();

    private final Map<String, String> types = new HashMap<>();
    private final String otherwise;
    private final String charset;
    private final Set<String> charsetTypes;

    FileTypes(Backend.Files settings) {
        charset = settings.charset().isEmpty() ? "" : "; charset=" + settings.charset();
        charsetTypes = Set.copyOf(settings.charsetTypes());
        if (settings.knownTypes()) {
            KNOWN.forEach((end, type) -> types.put(end, complete(type)));
        }
        settings.types().forEach((end, type) -> types.put(end.toLowerCase(Locale.ROOT), complete(type)));
        otherwise = complete(settings.defaultType());
    }

    private static Map<String, String> known() {
        Map<String, String> known = new HashMap<>();
        for (String line : BUILT_IN.split("[;\n]")) {
            String[] words = line.strip().split(" ");
            for (int i = 1; i < words.length; i++) {
                known.put(words[i], words[0]);
            }
        }
        return Map.copyOf(known);
    }

    /** The type of that name. */
    String of(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return types.getOrDefault(end, otherwise);
    }

    /** Page of a directory. */
    String html() {
        return complete("text/html");
    }

    private String complete(String type) {
        boolean text = charsetTypes.isEmpty()
                ? type.startsWith("text/") || type.equals("application/xhtml+xml")
                : charsetTypes.contains(type) || charsetTypes.contains("*");
        return text && type.indexOf(';') < 0 ? type + charset : type;
    }
}
