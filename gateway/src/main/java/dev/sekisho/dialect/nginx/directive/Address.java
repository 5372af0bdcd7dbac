package dev.sekisho.dialect.nginx.directive;

/**
 * A host and a port, or a socket's path, as nginx reads them; names of hosts are not looked up.
 *
 * @param host the host: a name, an IPv4 address, an IPv6 address in brackets, {@code *}, or {@code unix:/path}
 * @param port the port; 0 where none is written
 * @param lastPort the last port of a range; else the same as {@code port}
 * @param uri what follows, from the first slash or question mark
 * @param problem why nginx refuses it, in its words; empty where it does not
 */
public record Address(String host, int port, int lastPort, String uri, String problem) {

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_PATH = 107; // bytes of sockaddr_un

    /** Reads an address that nothing may follow. */
    public static Address of(String text) {
        return read(text, false);
    }

    /** Reads an address that a path may follow. */
    public static Address withUri(String text) {
        return read(text, true);
    }

    /** Whether it is the path of a socket. */
    public boolean isUnix() {
        return host.startsWith("unix:");
    }

    private static Address read(String text, boolean uri) {
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            return unix(text, uri);
        }
        int end = first(text, "/?");
        if (!uri && end < text.length()) {
            return wrong("invalid host");
        }
        String authority = text.substring(0, end);
        String rest = text.substring(end);
        return authority.startsWith("[") ? ipv6(authority, rest) : named(authority, rest);
    }

    private static int first(String text, String any) {
        for (int i = 0; i < text.length(); i++) {
            if (any.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static Address unix(String text, boolean uri) {
        int colon = uri ? text.indexOf(':', 5) : -1;
        String path = colon < 0 ? text.substring(5) : text.substring(5, colon);
        String problem = path.isEmpty()
                ? "no path in the unix domain socket"
                : path.length() > LONGEST_PATH ? "too long path in the unix domain socket" : "";
        return new Address("unix:" + path, 0, 0, colon < 0 ? "" : text.substring(colon + 1), problem);
    }

    private static Address ipv6(String authority, String rest) {
        int bracket = authority.indexOf(']');
        if (bracket < 0) {
            return wrong("invalid host");
        }
        String host = authority.substring(0, bracket + 1);
        String inner = authority.substring(1, bracket);
        if (inner.isEmpty()) {
            return wrong("no host");
        }
        if (!isIpv6(inner)) {
            return wrong("invalid IPv6 address");
        }
        String after = authority.substring(bracket + 1);
        if (after.isEmpty()) {
            return new Address(host, 0, 0, rest, "");
        }
        return after.startsWith(":") ? withPort(host, after.substring(1), rest) : wrong("invalid host");
    }

    /** An address of version 6 without brackets. */
    static boolean isIpv6(String text) {
        int doubles = text.indexOf("::");
        if (doubles >= 0 && text.indexOf("::", doubles + 1) >= 0) {
            return false;
        }
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            boolean last = i == groups.length - 1;
            if (last && groups[i].contains(".") && isIpv4(groups[i])) {
                count += 2;
            } else if (!groups[i].isEmpty()) {
                if (!groups[i].matches("[0-9A-Fa-f]{1,4}")) {
                    return false;
                }
                count++;
            } else if (doubles < 0) {
                return false;
            }
        }
        boolean edges =
                (!text.startsWith(":") || text.startsWith("::")) && (!text.endsWith(":") || text.endsWith("::"));
        return text.contains(":") && edges && (doubles < 0 ? count == 8 : count < 8);
    }

    /** Four decimal numbers of a byte each. */
    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (Values.number(part).isEmpty() || Values.number(part).getAsLong() > 255) {
                return false;
            }
        }
        return true;
    }

    private static Address named(String authority, String rest) {
        int colon = authority.indexOf(':');
        if (colon >= 0) {
            String host = authority.substring(0, colon);
            return host.isEmpty() ? wrong("no host") : withPort(host, authority.substring(colon + 1), rest);
        }
        return authority.isEmpty() ? wrong("no host") : new Address(authority, 0, 0, rest, "");
    }

    private static Address withPort(String host, String port, String rest) {
        int dash = port.indexOf('-');
        int first = number(dash < 0 ? port : port.substring(0, dash));
        int last = dash < 0 ? first : number(port.substring(dash + 1));
        if (first < 0) {
            return wrong("invalid port");
        }
        if (last < first) {
            return wrong("invalid port range");
        }
        return new Address(host, first, last, rest, "");
    }

    /** A port's number; -1 where it is none. */
    static int number(String text) {
        long port = Values.number(text).orElse(0);
        return port < 1 || port > HIGHEST_PORT ? -1 : (int) port;
    }

    private static Address wrong(String problem) {
        return new Address("", 0, 0, "", problem);
    }
}
