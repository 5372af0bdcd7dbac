package dev.sekisho.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of the demonstration.
 *
 * @param why what it shows
 * @param method the method
 * @param path the path, with its query
 * @param headers fields, each {@code Name: value}
 * @param body the body; empty for none
 * @param chunked whether the body goes in chunks
 */
public record DemoRequest(String why, String method, String path, List<String> headers, String body, boolean chunked) {

    private static final String JSON = "Content-Type: application/json";

    /** What the demonstration sends, in this order. */
    public static List<DemoRequest> all() {
        return List.of(
                get("passes to the users service", "/users/7?fields=name"),
                get("another service, under another path", "/users/7/orders"),
                get("the prefix is gone on the way", "/hello/world"),
                new DemoRequest(
                        "a header is added for the service",
                        "POST",
                        "/orders",
                        List.of(JSON),
                        "{\"item\":\"tea\",\"count\":2}",
                        false),
                get("moved for good", "/v1/users/7"),
                new DemoRequest(
                        "a browser's preflight",
                        "OPTIONS",
                        "/users/7",
                        List.of("Origin: https://app.example.com", "Access-Control-Request-Method: PUT"),
                        "",
                        false),
                get("answered by a policy", "/closed"),
                get("no route", "/nothing-here"),
                get("refused: leads above the root", "/../secret"));
    }

    /** A GET without further fields. */
    public static DemoRequest get(String why, String path) {
        return new DemoRequest(why, "GET", path, List.of(), "", false);
    }

    /** The request with its body in chunks. */
    public DemoRequest inChunks() {
        return new DemoRequest(why, method, path, headers, body, true);
    }

    /** The request as it goes over the wire. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(field -> text.append(field).append("\r\n"));
        if (body.isEmpty()) {
            text.append("\r\n");
        } else if (chunked) {
            text.append("Transfer-Encoding: chunked\r\n\r\n");
            text.append(Integer.toHexString(body.length()))
                    .append("\r\n")
                    .append(body)
                    .append("\r\n0\r\n\r\n");
        } else {
            text.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The words behind {@code curl} that send it to this address. */
    public List<String> curl(String url) {
        List<String> words = new ArrayList<>(List.of("curl", "-i"));
        if (!method.equals("GET") && body.isEmpty()) {
            words.addAll(List.of("-X", method));
        }
        headers.forEach(field -> words.addAll(List.of("-H", "'" + field + "'")));
        if (!body.isEmpty()) {
            words.addAll(List.of("-d", "'" + body + "'"));
        }
        if (path.contains("..")) {
            words.add("--path-as-is");
        }
        words.add("'" + url + path + "'");
        return words;
    }
}
