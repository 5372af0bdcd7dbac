package dev.sekisho.policy.rules;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Cidr;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One term of a rule. Immutable, thread-safe. */
sealed interface Term {

    /** Whether it holds for a request. */
    boolean holds(Exchange x);

    /** Identity of the client's certificate. */
    record Certificate(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            String name = identity(x);
            return !name.isEmpty() && names.match(name);
        }

        /** The SPIFFE ID without its scheme; empty for none. */
        static String identity(Exchange x) {
            String id = x.caller().certificate().map(ClientIdentity::spiffe).orElse("");
            return id.isEmpty() ? "" : id.substring("spiffe://".length());
        }
    }

    /** Namespace in the client's certificate. */
    record Namespace(Globs names) implements Term {
        private static final String MARK = "/ns/";

        @Override
        public boolean holds(Exchange x) {
            String id = Certificate.identity(x);
            int mark = id.indexOf(MARK);
            if (mark < 0) {
                return false;
            }
            int start = mark + MARK.length();
            int slash = id.indexOf('/', start);
            return names.match(id.substring(start, slash < 0 ? id.length() : slash));
        }
    }

    /** Issuer and subject of a token. */
    record Token(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            Principal principal = x.principal();
            return principal.claims().get("iss") instanceof String issuer
                    && principal.claims().get("sub") instanceof String subject
                    && names.match(issuer + "/" + subject);
        }
    }

    /** Name of the consumer. */
    record ConsumerName(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            return x.principal().consumer().isPresent()
                    && names.match(x.principal().consumerName());
        }
    }

    /** Name of the consumer's plan. */
    record PlanName(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            String plan = x.principal().plan();
            return !plan.isEmpty() && names.match(plan);
        }
    }

    /** One of the groups. */
    record Group(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            return names.matchOne(x.principal().groups());
        }
    }

    /** One of the scopes. */
    record Scope(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            return names.matchOne(x.principal().scopes());
        }
    }

    /** The method. */
    record Method(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            RequestHead head = x.request();
            return names.match(head.headers().bytes(), head.methodStart(), head.methodEnd());
        }
    }

    /** The host, without port. */
    record Host(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            RequestHead head = x.request();
            return names.match(head.headers().bytes(), head.hostStart(), head.hostEnd());
        }
    }

    /** The path. */
    record Path(Globs names) implements Term {
        @Override
        public boolean holds(Exchange x) {
            RequestHead head = x.request();
            return names.match(head.headers().bytes(), head.pathStart(), head.pathEnd());
        }
    }

    /** Address of the client. */
    record Client(List<Cidr> blocks) implements Term {
        @Override
        public boolean holds(Exchange x) {
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i).contains(x.caller().address())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A field of the request; of several with its name, one. */
    record Field(HeaderName name, Globs values) implements Term {
        @Override
        public boolean holds(Exchange x) {
            Headers headers = x.request().headers();
            for (int at = headers.find(name); at >= 0; at = headers.find(name, at + 1)) {
                if (values.match(headers.bytes(), headers.valueStart(at), headers.valueEnd(at))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A claim, or one in a claim. */
    record Claim(List<String> path, Globs values) implements Term {
        @Override
        public boolean holds(Exchange x) {
            Object value = claim(x.principal().claims());
            return switch (value) {
                case null -> false;
                case Collection<?> list -> values.matchOne(list);
                default -> values.match(value.toString());
            };
        }

        private @Nullable Object claim(Map<String, Object> claims) {
            Object at = claims;
            for (String name : path) {
                at = at instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return at;
        }
    }
}
