package dev.sekisho.admin;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a request to the admin interface may come from a web page of somebody else. A page can make a browser send
 * requests to loopback; it shows by its Origin field, by Sec-Fetch-Site, or, where its name was made to resolve to
 * loopback (DNS rebinding), by a Host field that is no loopback name.
 */
final class Caller {

    /** Loopback names and addresses (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3), with any port. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1])(:\\d{1,5})?");

    private Caller() {}

    /** Why the request is refused; empty where it is not. */
    static String refusal(Headers headers) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isLoopback(hosts.getFirst())) {
            return "The Host field names no loopback address.";
        }
        String own = "http://" + hosts.getFirst();
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!origin.equalsIgnoreCase(own)) {
                return "The request comes from a page of another origin.";
            }
        }
        for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
            if (!site.equals("same-origin") && !site.equals("none")) {
                return "The request comes from a page of another site.";
            }
        }
        return "";
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
