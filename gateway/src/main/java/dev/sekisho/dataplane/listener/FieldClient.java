package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.model.Cidr;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the client's address in the field in which trusted proxies tell it. The last address is asked first; one of a trusted
 * proxy is passed over where that is configured. A text that is no address ends the search. Thread-safe.
 */
final class FieldClient {

    /** An address in brackets, or with a port behind it, as some proxies write them. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)])(?::[0-9]{1,5})?");

    /** Commas, and blanks alone too, as nginx reads such fields. */
    private static final Pattern BETWEEN = Pattern.compile("[ \\t,]+");

    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+");

    private FieldClient() {}

    /** Sets the client's address, for a request of a trusted peer. */
    static void take(Exchange x, Headers headers, ListenerSettings settings) {
        if (headers.find(settings.clientField()) < 0) {
            return;
        }
        String[] hops = BETWEEN.split(String.join(",", headers.getAll(settings.clientField())), -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            if (hops[i].isEmpty()) {
                continue;
            }
            String hop = host(hops[i]);
            byte[] address = literal(hop);
            if (address.length == 0) {
                return;
            }
            x.caller().address(address, Ascii.bytes(hop));
            if (!settings.forwarded().recursive() || !settings.trusts(address)) {
                return;
            }
        }
    }

    /** The address without port and brackets. */
    private static String host(String hop) {
        Matcher form = WITH_PORT.matcher(hop);
        if (!form.matches()) {
            return hop;
        }
        return form.group(form.group(1) == null ? 2 : 1);
    }

    private static byte[] literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return new byte[0];
        }
        try {
            Cidr.parse(text); // refuses short forms such as 10.1
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
