package dev.sekisho.policy.securityheaders;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.model.Nearest;
import dev.sekisho.policy.FieldNames;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The fields by which an answer tells a browser what to refuse, each with the form of its value: HTML standard (framing, opener and
 * embedder policies), Fetch standard (nosniff, Cross-Origin-Resource-Policy), Content Security Policy Level 3, Referrer Policy,
 * Permissions Policy, RFC 6797 (Strict-Transport-Security).
 */
enum SecurityField {
    STRICT_TRANSPORT_SECURITY(
            "Strict-Transport-Security",
            "(?i)max-age=\\d{1,12}( *; *includeSubDomains)?( *; *preload)?",
            "max-age=SECONDS, then includeSubDomains and preload where wanted"),
    CONTENT_TYPE_OPTIONS("X-Content-Type-Options", "nosniff", "nosniff"),
    FRAME_OPTIONS("X-Frame-Options", "DENY|SAMEORIGIN", "DENY or SAMEORIGIN"),
    CONTENT_SECURITY_POLICY("Content-Security-Policy", Form.DIRECTIVES, Form.DIRECTIVES_TEXT),
    CONTENT_SECURITY_POLICY_REPORT_ONLY("Content-Security-Policy-Report-Only", Form.DIRECTIVES, Form.DIRECTIVES_TEXT),
    REFERRER_POLICY(
            "Referrer-Policy",
            "(?:" + Form.REFERRER + ")(?: *, *(?:" + Form.REFERRER + "))*",
            "one of " + Form.REFERRER.replace("|", ", ")),
    PERMISSIONS_POLICY("Permissions-Policy", "[a-z][a-z0-9-]*=.+", "features, such as camera=(), microphone=()"),
    OPENER_POLICY(
            "Cross-Origin-Opener-Policy",
            "(?:same-origin|same-origin-allow-popups|noopener-allow-popups|unsafe-none)(?: *;.*)?",
            "same-origin, same-origin-allow-popups, noopener-allow-popups or unsafe-none"),
    RESOURCE_POLICY(
            "Cross-Origin-Resource-Policy",
            "same-origin|same-site|cross-origin",
            "same-origin, same-site or cross-origin"),
    EMBEDDER_POLICY(
            "Cross-Origin-Embedder-Policy",
            "(?:require-corp|credentialless|unsafe-none)(?: *;.*)?",
            "require-corp, credentialless or unsafe-none"),
    ORIGIN_AGENT_CLUSTER("Origin-Agent-Cluster", "\\?[01]", "?1 or ?0"),
    CROSS_DOMAIN_POLICIES(
            "X-Permitted-Cross-Domain-Policies",
            "none|master-only|by-content-type|by-ftp-filename|all|none-this-response",
            "none, master-only, by-content-type or all"),
    DOWNLOAD_OPTIONS("X-Download-Options", "noopen", "noopen"),
    DNS_PREFETCH("X-DNS-Prefetch-Control", "on|off", "on or off"),
    XSS_PROTECTION("X-XSS-Protection", "0|1(?: *; *mode=block)?", "0");

    /** Forms that several fields share. */
    private static final class Form {
        static final String DIRECTIVES = "[A-Za-z][A-Za-z-]*(?:[ ;].*)?";
        static final String DIRECTIVES_TEXT = "directives, such as default-src 'self'";
        static final String REFERRER =
                "no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|origin-when-cross-origin"
                        + "|strict-origin-when-cross-origin|unsafe-url";
    }

    private final HeaderName field;
    private final Pattern form;
    private final String expected;

    SecurityField(String name, String form, String expected) {
        this.field = HeaderName.of(name);
        this.form = Pattern.compile(form);
        this.expected = expected;
    }

    /** The name that is sent. */
    HeaderName field() {
        return field;
    }

    /**
     * The field of that name, case aside.
     *
     * @param setting the setting that names it, for the message
     * @throws IllegalArgumentException where it is none of these
     */
    static SecurityField named(String setting, String name) {
        List<String> names =
                Arrays.stream(values()).map(known -> known.field.toString()).toList();
        return Arrays.stream(values())
                .filter(known -> known.field.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        setting + ": " + FieldNames.printable(name) + " (expected: one of " + String.join(", ", names)
                                + Nearest.of(name, names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; other fields are the business of response-headers")
                                + ")"));
    }

    /**
     * Checks a value and gives it back.
     *
     * @throws IllegalArgumentException where browsers would take it for nothing
     */
    String checked(String setting, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    setting + ": " + FieldNames.printable(value) + " (expected: " + expected + ")");
        }
        return value;
    }
}
