package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.model.HostPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Conditions on how a request has come in, and on where its path may lie. Immutable, thread-safe. */
sealed interface ConnectionCondition extends Condition {

    /** It has come in by one of these listeners. */
    record In(String[] listeners) implements ConnectionCondition {
        @Override
        public boolean holds(Exchange x) {
            for (String listener : listeners) {
                if (listener.equals(x.caller().listener())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String subject() {
            return "listener";
        }
    }

    /** A policy has sent it on from another route. */
    record SentOn() implements ConnectionCondition {
        @Override
        public boolean holds(Exchange x) {
            return x.isRerouted();
        }

        @Override
        public String subject() {
            return "internal";
        }
    }

    /** The client speaks TLS, or does not, as trusted proxies tell. */
    record Secure(boolean wanted) implements ConnectionCondition {
        private static final byte[] HTTPS = Ascii.bytes("https");

        @Override
        public boolean holds(Exchange x) {
            return isSecure(x) == wanted;
        }

        /** The listener has written the field, and keeps a client's own only where that is a trusted proxy. */
        static boolean isSecure(Exchange x) {
            Headers headers = x.request().headers();
            int field = headers.find(HeaderName.X_FORWARDED_PROTO);
            return field < 0 || x.caller().hasPlainFields()
                    ? x.caller().tls() != null
                    : headers.valueEqualsLower(field, HTTPS);
        }

        @Override
        public String subject() {
            return "scheme";
        }
    }

    /** The name that the client asks for in its handshake fits one of these. */
    record ServerName(HostPattern[] patterns, Pattern[] expressions) implements ConnectionCondition {
        static ServerName of(List<HostPattern> patterns) {
            List<Pattern> expressions = new ArrayList<>();
            for (HostPattern pattern : patterns) {
                if (pattern.kind() == HostPattern.Kind.REGEX) {
                    expressions.add(Pattern.compile(pattern.name()));
                }
            }
            return new ServerName(patterns.toArray(HostPattern[]::new), expressions.toArray(Pattern[]::new));
        }

        @Override
        public boolean holds(Exchange x) {
            TlsConnection tls = x.caller().tls();
            if (tls == null || tls.serverName().isEmpty()) {
                return false;
            }
            String name = tls.serverName();
            for (HostPattern pattern : patterns) {
                if (isLiteral(pattern, name)) {
                    return true;
                }
            }
            if (expressions.length == 0) {
                return false;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            for (Pattern expression : expressions) {
                if (expression.matcher(lower).find()) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isLiteral(HostPattern pattern, String name) {
            int length = pattern.name().length();
            int more = name.length() - length;
            return switch (pattern.kind()) {
                case EXACT -> name.equalsIgnoreCase(pattern.name());
                case LEADING -> more > 0 && name.regionMatches(true, more, pattern.name(), 0, length);
                case TRAILING -> more > 0 && name.regionMatches(true, 0, pattern.name(), 0, length);
                case REGEX -> false;
            };
        }

        @Override
        public String subject() {
            return "server name in TLS";
        }
    }

    /** The client asks for this port; where it names none, for that of the scheme. */
    record HostPort(int port) implements ConnectionCondition {
        private static final int HTTP = 80;
        private static final int HTTPS = 443;

        @Override
        public boolean holds(Exchange x) {
            RequestHead request = x.request();
            if (request.method() == Method.CONNECT) {
                return request.connectPort() == port;
            }
            int sent = request.hostField() < 0 ? 0 : sent(request.headers(), request.hostField());
            return port == (sent != 0 ? sent : Secure.isSecure(x) ? HTTPS : HTTP);
        }

        /** The digits behind the last colon; 0 for none. */
        private static int sent(Headers headers, int field) {
            byte[] bytes = headers.bytes();
            int port = 0;
            int factor = 1;
            for (int i = headers.valueEnd(field) - 1; i >= headers.valueStart(field); i--) {
                if (bytes[i] == ':') {
                    return port;
                }
                if (bytes[i] < '0' || bytes[i] > '9') {
                    return 0;
                }
                port += (bytes[i] - '0') * factor;
                factor *= 10;
            }
            return 0;
        }

        @Override
        public String subject() {
            return "port of the host";
        }
    }

    /**
     * Of these texts, the longest that the path starts with allows it; or there is none.
     *
     * @param texts the long ones first
     * @param allowed for each whether the route takes part
     */
    record Within(byte[][] texts, boolean[] allowed) implements ConnectionCondition {
        static Within of(Map<String, Boolean> within) {
            List<String> longest = new ArrayList<>(within.keySet());
            longest.sort((one, other) -> Integer.compare(other.length(), one.length()));
            boolean[] allowed = new boolean[longest.size()];
            for (int i = 0; i < allowed.length; i++) {
                allowed[i] = within.getOrDefault(longest.get(i), true);
            }
            return new Within(longest.stream().map(Ascii::bytes).toArray(byte[][]::new), allowed);
        }

        @Override
        public boolean holds(Exchange x) {
            RequestHead request = x.request();
            byte[] bytes = request.headers().bytes();
            int start = request.pathStart();
            int length = request.pathEnd() - start;
            for (int i = 0; i < texts.length; i++) {
                byte[] text = texts[i];
                if (text.length <= length && Ascii.equals(bytes, start, start + text.length, text)) {
                    return allowed[i];
                }
            }
            return true;
        }

        @Override
        public String subject() {
            return "within";
        }
    }
}
