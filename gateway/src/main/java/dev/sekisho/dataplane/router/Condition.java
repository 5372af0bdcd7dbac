package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One condition of a route beside host and path. Immutable, thread-safe; allocates nothing but for a regular expression. */
sealed interface Condition
        permits Condition.Methods,
                Condition.Port,
                Condition.Header,
                Condition.Query,
                Condition.Cookie,
                Condition.Client,
                ConnectionCondition {

    /** Whether the request fulfils it. */
    boolean holds(Exchange x);

    /** What it looks at, for explanations: {@code method}, {@code header X-Version}. */
    String subject();

    /** The method is one of these. */
    record Methods(Method[] methods) implements Condition {
        static Methods of(List<String> names) {
            return new Methods(names.stream().map(Method::of).toArray(Method[]::new));
        }

        @Override
        public boolean holds(Exchange x) {
            Method sent = x.request().method();
            for (Method method : methods) {
                if (method == sent) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String subject() {
            return "method";
        }
    }

    /** The port that CONNECT asks for is one of these. */
    record Port(int[] ports) implements Condition {
        static Port of(List<Integer> ports) {
            return new Port(ports.stream().mapToInt(Integer::intValue).toArray());
        }

        @Override
        public boolean holds(Exchange x) {
            int asked = x.request().connectPort();
            for (int port : ports) {
                if (port == asked) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String subject() {
            return "port";
        }
    }

    /** Some field of that name has the value. */
    record Header(HeaderName name, ValueTest value) implements Condition {
        @Override
        public boolean holds(Exchange x) {
            Headers headers = x.request().headers();
            for (int i = headers.find(name); i >= 0; i = headers.find(name, i + 1)) {
                if (value.isAbsent() || value.accepts(headers.bytes(), headers.valueStart(i), headers.valueEnd(i))) {
                    return !value.isAbsent();
                }
            }
            return value.isAbsent();
        }

        @Override
        public String subject() {
            return "header " + name;
        }
    }

    /** Some parameter of that name has the value; both are decoded once. */
    record Query(byte[] name, ValueTest value) implements Condition {
        @Override
        public boolean holds(Exchange x) {
            RequestHead request = x.request();
            byte[] bytes = request.headers().bytes();
            int end = request.queryEnd();
            int at = request.queryStart() < 0 ? end : request.queryStart();
            for (long v; (v = Pairs.parameter(bytes, at, end, name)) != Pairs.NOTHING; at = Pairs.end(v)) {
                if (value.isAbsent() || value.acceptsEscaped(bytes, Pairs.start(v), Pairs.end(v))) {
                    return !value.isAbsent();
                }
            }
            return value.isAbsent();
        }

        @Override
        public String subject() {
            return "query parameter " + new String(name, StandardCharsets.UTF_8);
        }
    }

    /** Some cookie of that name has the value (RFC 6265 section 4.2.1). */
    record Cookie(byte[] name, ValueTest value) implements Condition {
        @Override
        public boolean holds(Exchange x) {
            Headers headers = x.request().headers();
            for (int i = headers.find(HeaderName.COOKIE); i >= 0; i = headers.find(HeaderName.COOKIE, i + 1)) {
                if (foundIn(headers.bytes(), headers.valueStart(i), headers.valueEnd(i))) {
                    return !value.isAbsent();
                }
            }
            return value.isAbsent();
        }

        private boolean foundIn(byte[] bytes, int start, int end) {
            int at = start;
            for (long v; (v = Pairs.cookie(bytes, at, end, name)) != Pairs.NOTHING; at = Pairs.end(v)) {
                if (value.isAbsent() || value.accepts(bytes, Pairs.start(v), Pairs.end(v))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String subject() {
            return "cookie " + new String(name, StandardCharsets.UTF_8);
        }
    }

    /** The client's address is in one of these blocks. */
    record Client(Cidr[] blocks) implements Condition {
        @Override
        public boolean holds(Exchange x) {
            byte[] address = Addresses.folded(x.caller().address());
            for (Cidr block : blocks) {
                if (block.contains(address)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String subject() {
            return "client address";
        }
    }
}
