package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request written as for curl, as it would arrive: what curl adds of its own (User-Agent, Accept) is left out, and the
 * path goes as it is written.
 *
 * @param bytes the head, as it goes over the wire
 * @param from address that it comes from
 * @param listener name of the listener that it arrives at; empty for the first that fits
 * @param scheme of the URL, in small letters; empty where it has none
 */
record CurlRequest(byte[] bytes, InetAddress from, Optional<String> listener, String scheme) {

    private static final Option METHOD = Option.of("-X", "METHOD", "The method.");
    private static final Option HEADER = Option.repeated("-H", "'NAME: VALUE'", "A header field.");
    private static final Option DATA = Option.of("-d", "DATA", "A body; the method becomes POST where none is given.");
    private static final Option COOKIE = Option.of("--cookie", "'NAME=VALUE'", "The Cookie field.");
    private static final Option FROM = Option.of("--from", "ADDR", "The client's address. Left out: 127.0.0.1.");
    private static final Option LISTENER = Option.of(
            "--listener", "NAME", "The listener that it arrives at. Left out: the first of the URL's scheme.");
    private static final Option INCLUDE = Option.flag("-i", "Nothing; curl users type it.");
    private static final Option AS_IS = Option.flag("--path-as-is", "Nothing; paths always go as they are written.");

    /** What may stand behind {@code --}. */
    static final Syntax SYNTAX = new Syntax(
            "explain FILE... --",
            "A request as for curl.",
            "",
            "URL",
            "",
            List.of(METHOD, HEADER, DATA, COOKIE, FROM, LISTENER, INCLUDE, AS_IS),
            List.of());

    static CurlRequest parse(List<String> words) throws UsageException {
        boolean named = !words.isEmpty() && words.getFirst().equals("curl");
        Arguments arguments = SYNTAX.parse(named ? words.subList(1, words.size()) : words);
        if (arguments.operands().size() > 1) {
            throw new UsageException(
                    "unexpected argument: " + arguments.operands().get(1) + " (expected: one URL)");
        }
        String url = arguments.operands().getFirst();
        byte[] text = text(arguments, url).getBytes(StandardCharsets.UTF_8);
        InetAddress from = arguments.value(FROM, InetAddress::ofLiteral).orElseGet(InetAddress::getLoopbackAddress);
        int scheme = Math.max(0, url.indexOf("://"));
        return new CurlRequest(
                text, from, arguments.text(LISTENER), url.substring(0, scheme).toLowerCase(Locale.ROOT));
    }

    private static String text(Arguments arguments, String url) {
        int scheme = url.indexOf("://");
        String rest = scheme < 0 ? url : url.substring(scheme + 3);
        int path = scheme < 0 && url.startsWith("/") ? 0 : start(rest);
        String target = rest.substring(path).replaceFirst("#.*", "");
        List<String> fields = fields(arguments, path == 0 ? "localhost" : rest.substring(0, path));
        String method = arguments.text(METHOD).orElse(arguments.has(DATA) ? "POST" : "GET");
        String form = method.equals("CONNECT") && path == rest.length() && path > 0
                ? rest // an authority, RFC 9112 section 3.2.3
                : target.startsWith("/") ? target : "/" + target;
        String line = method + " " + form + " HTTP/1.1";
        return line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    /** Where the path begins in {@code host/path?query}. */
    private static int start(String url) {
        for (int i = 0; i < url.length(); i++) {
            if ("/?#".indexOf(url.charAt(i)) >= 0) {
                return i;
            }
        }
        return url.length();
    }

    private static List<String> fields(Arguments arguments, String host) {
        List<String> fields = new ArrayList<>(arguments.given(HEADER));
        if (!names(fields, "host")) {
            fields.addFirst("Host: " + host);
        }
        arguments.text(COOKIE).ifPresent(cookie -> fields.add("Cookie: " + cookie));
        arguments.text(DATA).ifPresent(data -> {
            if (!names(fields, "content-type")) {
                fields.add("Content-Type: application/x-www-form-urlencoded");
            }
            if (!names(fields, "content-length") && !names(fields, "transfer-encoding")) {
                fields.add("Content-Length: " + data.getBytes(StandardCharsets.UTF_8).length);
            }
        });
        return fields;
    }

    private static boolean names(List<String> fields, String name) {
        return fields.stream().anyMatch(field -> field.toLowerCase(Locale.ROOT).startsWith(name + ":"));
    }
}
