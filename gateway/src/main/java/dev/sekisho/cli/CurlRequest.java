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

/**
 * A request written as for curl, as it would arrive: what curl adds of its own (User-Agent, Accept) is left out, and the
 * path goes as it is written.
 *
 * @param bytes the head, as it goes over the wire
 * @param from address that it comes from
 */
record CurlRequest(byte[] bytes, InetAddress from) {

    private static final Option METHOD = Option.of("-X", "METHOD", "The method.");
    private static final Option HEADER = Option.repeated("-H", "'NAME: VALUE'", "A header field.");
    private static final Option DATA = Option.of("-d", "DATA", "A body; the method becomes POST where none is given.");
    private static final Option COOKIE = Option.of("--cookie", "'NAME=VALUE'", "The Cookie field.");
    private static final Option FROM = Option.of("--from", "ADDR", "The client's address. Left out: 127.0.0.1.");
    private static final Option INCLUDE = Option.flag("-i", "Nothing; curl users type it.");
    private static final Option AS_IS = Option.flag("--path-as-is", "Nothing; paths always go as they are written.");

    /** What may stand behind {@code --}. */
    static final Syntax SYNTAX = new Syntax(
            "explain FILE... --",
            "A request as for curl.",
            "",
            "URL",
            "",
            List.of(METHOD, HEADER, DATA, COOKIE, FROM, INCLUDE, AS_IS),
            List.of());

    static CurlRequest parse(List<String> words) throws UsageException {
        boolean named = !words.isEmpty() && words.getFirst().equals("curl");
        Arguments arguments = SYNTAX.parse(named ? words.subList(1, words.size()) : words);
        if (arguments.operands().size() > 1) {
            throw new UsageException(
                    "unexpected argument: " + arguments.operands().get(1) + " (expected: one URL)");
        }
        byte[] text = text(arguments, arguments.operands().getFirst()).getBytes(StandardCharsets.UTF_8);
        InetAddress from = arguments.value(FROM, InetAddress::ofLiteral).orElseGet(InetAddress::getLoopbackAddress);
        return new CurlRequest(text, from);
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
