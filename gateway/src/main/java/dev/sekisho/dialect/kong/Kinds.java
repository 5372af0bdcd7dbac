package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;
import java.util.Map;

/** The kinds of diagnostics of the entities of a file. */
final class Kinds {

    private static final String NOTHING = "Nothing is served.";

    static final DiagnosticKind SYNTAX = error(
            "kong.syntax",
            "a text that is neither YAML nor JSON",
            "The file cannot be read to its end; Kong and deck refuse it too.",
            "Mend what stands at the place.");

    static final DiagnosticKind DUPLICATE_KEY = error(
            "kong.duplicate-key",
            "a key that stands twice in one mapping",
            "Most readers keep the last in silence, so that the first is lost.",
            "Keep one of them.");

    static final DiagnosticKind LIMIT = error(
            "kong.limit",
            "a text that goes beyond what is read",
            "Nesting, aliases and tags are bounded, so that a file cannot exhaust the gateway.",
            "Write the file flatter, without tags.");

    static final DiagnosticKind VERSION = error(
            "kong.format-version",
            "a _format_version that is not known",
            "Kong reads 1.1, 2.1 and 3.0; the version decides how paths are read.",
            "Write _format_version: \"3.0\".");

    static final DiagnosticKind REFERENCE = error(
            "kong.unknown-reference",
            "a reference to an entity that is not in the files",
            "Kong refuses a foreign key without its entity.",
            "Add the entity, or correct the name.");

    static final DiagnosticKind DUPLICATE = error(
            "kong.duplicate",
            "two entities of one name, id or other key that is unique",
            "Kong refuses the second.",
            "Rename or remove one of them.");

    static final DiagnosticKind CONFLICT = error(
            "kong.conflict",
            "fields that do not go together",
            "Kong's schema has checks over several fields, and refuses such an entity too.",
            "Follow what is expected.");

    static final DiagnosticKind REFUSED = error(
            "kong.unsupported",
            "something that cannot be honoured",
            "Serving without it would do something else than the file says.",
            "See the fix of the finding.");

    static final DiagnosticKind REGEX = error(
            "kong.regex",
            "a regular expression that RE2 cannot run",
            "Expressions take time in proportion to the text here, so back-references and look-around are not taken; Kong's "
                    + "router since 3.0 refuses them too.",
            "Write the expression without them.");

    static final DiagnosticKind NO_EFFECT = new DiagnosticKind(
            "kong.no-effect",
            Severity.INFO,
            "a field that changes nothing here",
            "Requests are served all the same.",
            "What it tunes is done in another way in this gateway.",
            "Nothing has to be done.");

    static final DiagnosticKind DIFFERS = new DiagnosticKind(
            "kong.differs",
            Severity.WARNING,
            "something that is served in another way than by Kong",
            "Requests are served, but not in every case as by Kong.",
            "The model has no exact counterpart.",
            "See the fix of the finding.");

    static final DiagnosticKind HOST_IS_UPSTREAM = new DiagnosticKind(
            "kong.host-is-upstream",
            Severity.INFO,
            "the host of a service that is the name of an upstream as well",
            "Requests go to the targets of the upstream, and the port of the service counts for nothing.",
            "Kong looks for an upstream of that name before it asks DNS for the host.",
            "Rename the upstream if the host itself is meant.");

    static final DiagnosticKind NO_SERVICE = new DiagnosticKind(
            "kong.no-service",
            Severity.WARNING,
            "a route without a service",
            "Its requests are answered 503, unless a plugin answers them.",
            "Kong answers 503 as well where no plugin does.",
            "Give the route a service.");

    static final DiagnosticKind UNREACHABLE = new DiagnosticKind(
            "kong.unused",
            Severity.WARNING,
            "an entity that serves nothing",
            "Nothing reaches it.",
            "No other entity leads to it.",
            "Use it, or remove it.");

    static final DiagnosticKind UNVERIFIED = new DiagnosticKind(
            "kong.tls-unverified",
            Severity.INFO,
            "connections to a service over TLS whose certificate is not verified",
            "Whoever is between gateway and service can read and change what passes.",
            "Kong verifies only where tls_verify is true.",
            "Set tls_verify: true, with ca_certificates where the authority is your own.");

    static final DiagnosticKind DISABLED = new DiagnosticKind(
            "kong.disabled",
            Severity.INFO,
            "an entity that is turned off",
            "It serves nothing.",
            "enabled: false stands there.",
            "Remove it, or set enabled: true.");

    static final DiagnosticKind NO_TLS = new DiagnosticKind(
            "kong.no-tls",
            Severity.WARNING,
            "a route for TLS alone, and no certificate to listen with",
            "Its requests come in the clear, and are answered 426 or a redirect unless TLS has ended at a trusted proxy.",
            "Kong would show a certificate of its own, which no client trusts.",
            "Add certificates with snis, or end TLS at a proxy.");

    static final DiagnosticKind NO_CERTIFICATE = new DiagnosticKind(
            "kong.no-certificate",
            Severity.INFO,
            "no certificate to listen with",
            "The gateway listens in the clear alone.",
            "Kong would show a certificate of its own, which no client trusts.",
            "Add certificates with snis where clients come over TLS.");

    static final DiagnosticKind UNREAD = new DiagnosticKind(
            "kong.credentials-unread",
            Severity.WARNING,
            "credentials that no plugin reads",
            "No consumer is known by them, so whatever is bound to these consumers never applies.",
            "Kong takes credentials only where the plugin that reads them is on.",
            "Add the plugin, or remove the credentials.");

    static final DiagnosticKind LOCKED = new DiagnosticKind(
            "kong.no-credentials",
            Severity.WARNING,
            "a plugin that asks for credentials of which there are none",
            "Every request that it asks is refused.",
            "Kong's plugins of authentication know only the credentials of consumers.",
            "Give a consumer credentials, or remove the plugin.");

    static final DiagnosticKind NEVER_KNOWN = new DiagnosticKind(
            "kong.consumer-never-known",
            Severity.WARNING,
            "a plugin of a consumer who is never known",
            "The plugin never runs; requests of this consumer are treated like anybody's.",
            "Who a client is comes of a plugin of authentication that is on and of a credential that it reads.",
            "Turn on the plugin that reads the consumer's credentials.");

    static final DiagnosticKind PREFLIGHT = new DiagnosticKind(
            "kong.preflight-unmatched",
            Severity.WARNING,
            "a route with the plugin cors that preflights do not fit",
            "Preflights are answered by another route or with 404, so browsers of other origins do not send their requests.",
            "The plugin answers preflights (OPTIONS) of its route alone, as in Kong.",
            "Add OPTIONS to methods; give preflights a route without headers.");

    static final DiagnosticKind NO_RECOVERY = new DiagnosticKind(
            "kong.no-recovery",
            Severity.WARNING,
            "passive health checks without active ones",
            "A target that they take out gets no requests any more until the configuration is loaded again.",
            "As in Kong, only a probe brings a target back, and none is sent.",
            "Add healthchecks.active with intervals for healthy and unhealthy.");

    static final List<DiagnosticKind> ALL = List.of(
            SYNTAX,
            DUPLICATE_KEY,
            LIMIT,
            VERSION,
            REFERENCE,
            DUPLICATE,
            CONFLICT,
            REFUSED,
            REGEX,
            NO_EFFECT,
            DIFFERS,
            HOST_IS_UPSTREAM,
            NO_SERVICE,
            UNREACHABLE,
            UNVERIFIED,
            DISABLED,
            NO_TLS,
            NO_CERTIFICATE,
            UNREAD,
            LOCKED,
            NEVER_KNOWN,
            PREFLIGHT,
            NO_RECOVERY);

    private static final Map<String, DiagnosticKind> READING = Map.of(
            "syntax", SYNTAX,
            "character", SYNTAX,
            "key", SYNTAX,
            "duplicate-key", DUPLICATE_KEY,
            "alias", LIMIT,
            "depth", LIMIT,
            "tag", LIMIT);

    private Kinds() {}

    /** The kind of a finding about the text. */
    static DiagnosticKind reading(String code) {
        return READING.getOrDefault(code, SYNTAX);
    }

    private static DiagnosticKind error(String code, String title, String reason, String fix) {
        return new DiagnosticKind(code, Severity.ERROR, title, NOTHING, reason, fix);
    }
}
