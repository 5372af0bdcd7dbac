package dev.sekisho.policy.reversemapping;

import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code reverse-mapping} policy. */
public record ReverseMappingConfig(
        @Property(
                value =
                        "What Location and Refresh begin with, and what stands in its place. Of several that fit, the first one counts.",
                example = "[{ from: \"http://backend.internal:8080/\", to: / }]")
        List<Mapping> locations,

        @Property(
                value =
                        "Domains that cookies are set for, and what stands in their place, without regard to case and to a dot in"
                                + " front. The first one that fits counts.",
                example = "[{ from: backend.internal, to: www.example.com }]")
        List<Mapping> cookieDomains,

        @Property(
                value =
                        "What the paths begin with that cookies are set for, and what stands in its place. The first one that fits"
                                + " counts.",
                example = "[{ from: /app/, to: / }]")
        List<Mapping> cookiePaths,

        @Property(
                value = "Flags that cookies are given or lose. The first one that fits counts.",
                example = "[{ cookie: session, flags: [secure, httponly, samesite-lax] }]")
        List<CookieFlags> cookieFlags,

        @Property(
                value =
                        "What is put in front of a Location that begins with a slash once it is mapped: nothing (none), scheme and host of"
                                + " the request (host), or these and the listener's port, where it is not that of the scheme (port).",
                defaultValue = "none")
        InFront inFront) {

    /** What is put in front of a location. */
    public enum InFront {
        /** Nothing. */
        NONE,
        /** Scheme and host. */
        HOST,
        /** Scheme, host and port. */
        PORT
    }

    /** Takes copies. */
    public ReverseMappingConfig {
        locations = List.copyOf(locations);
        cookieDomains = List.copyOf(cookieDomains);
        cookiePaths = List.copyOf(cookiePaths);
        cookieFlags = List.copyOf(cookieFlags);
    }

    /** A name of the backend's and what stands in its place. */
    public record Mapping(
            @Property(
                    value =
                            "The text, with placeholders as in response-headers; or ~ and a regular expression (RE2), ~* and one"
                                    + " without regard to case, in place of all of which comes what is found.",
                    example = "\"http://backend.internal:8080/\"")
            String from,

            @Property(
                    value =
                            "What stands in its place, with placeholders as in response-headers, and {capture.1} for groups of the"
                                    + " expression.",
                    example = "/")
            String to) {}

    /** Flags of a cookie. */
    public record CookieFlags(
            @Property(
                    value =
                            "Name of the cookie; or ~ and a regular expression (RE2), without regard to case. ~ alone stands for all.",
                    example = "session")
            String cookie,

            @Property(
                    value =
                            "What is added (secure, httponly, samesite-strict, samesite-lax, samesite-none) or taken away (no-secure,"
                                    + " no-httponly, no-samesite). At least one.",
                    example = "[secure, samesite-lax]")
            List<Flag> flags) {

        /** Takes a copy. */
        public CookieFlags {
            flags = List.copyOf(flags);
        }
    }

    /** A flag that is added or taken away. */
    public enum Flag {
        /** Secure. */
        SECURE("secure", "Secure"),
        /** HttpOnly. */
        HTTPONLY("httponly", "HttpOnly"),
        /** SameSite=Strict. */
        SAMESITE_STRICT("samesite", "SameSite=Strict"),
        /** SameSite=Lax. */
        SAMESITE_LAX("samesite", "SameSite=Lax"),
        /** SameSite=None. */
        SAMESITE_NONE("samesite", "SameSite=None"),
        /** No Secure. */
        NO_SECURE("secure", ""),
        /** No HttpOnly. */
        NO_HTTPONLY("httponly", ""),
        /** No SameSite. */
        NO_SAMESITE("samesite", "");

        private final String attribute;
        private final String written;

        Flag(String attribute, String written) {
            this.attribute = attribute;
            this.written = written;
        }

        /** The attribute's name in lower case. */
        String attribute() {
            return attribute;
        }

        /** The attribute as it is added; empty where it is taken away. */
        String written() {
            return written;
        }
    }
}
