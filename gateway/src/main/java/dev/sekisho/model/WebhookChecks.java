package dev.sekisho.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be wrong with a webhook alone. Messages never hold its URL as a whole, which may bear a secret. */
final class WebhookChecks {

    /** Fields that the gateway or its HTTP client writes itself. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade",
            "x-sekisho-signature");

    private final Webhook webhook;
    private final List<Problem> problems;

    private WebhookChecks(Webhook webhook, List<Problem> problems) {
        this.webhook = webhook;
        this.problems = problems;
    }

    /** Adds the problems of a webhook. */
    static void check(Webhook webhook, List<Problem> problems) {
        WebhookChecks checks = new WebhookChecks(webhook, problems);
        try {
            checks.url(new URI(webhook.url()));
        } catch (URISyntaxException e) {
            checks.url(
                    "not a URL (" + e.getReason() + " at character " + (e.getIndex() + 1) + ")",
                    "http:// or https://",
                    "");
        }
        webhook.headers().forEach(checks::header);
        if (webhook.secret().filter(secret -> secret.reveal().isEmpty()).isPresent()) {
            checks.error("webhook-secret", "secret: empty (expected: text)", "remove secret for no signature");
        }
    }

    private void url(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            String found = url.getScheme() == null ? "no scheme" : "scheme " + Tokens.quote(url.getScheme());
            url(found, "http:// or https://", "");
        } else if (url.getHost() == null) {
            url(
                    "no host that can be read",
                    "a name, or an address in its usual form",
                    "write the address as 192.0.2.1 or [2001:db8::1]");
        } else {
            parts(url);
        }
    }

    private void parts(URI url) {
        if (url.getRawUserInfo() != null) {
            url("a user before the host", "none", "put credentials into headers: { Authorization: \"${env:NAME}\" }");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            url("port " + url.getPort(), "1 to 65535", "");
        }
        if (LinkLocal.isSpelledBy(url.getHost()) && !webhook.allowLinkLocal()) {
            String fix = "name another host, or set allowLinkLocal: true if it is meant";
            url(
                    "link-local address " + url.getHost(),
                    "an address beyond the link, since clouds hand out credentials there",
                    fix);
        }
    }

    private void header(String name, Secret value) {
        if (!Tokens.isToken(name) || OWN.contains(name.toLowerCase(Locale.ROOT))) {
            String expected = "a token of RFC 9110 section 5.6.2, and none that the gateway sets itself";
            error("webhook-header", "headers: " + Tokens.quote(name) + " (expected: " + expected + ")", "");
        } else if (!Tokens.isFieldValue(value.reveal())) {
            String message = "headers: value of " + name + " with a control character (expected: none)";
            error("webhook-header", message, "");
        }
    }

    private void url(String found, String expected, String fix) {
        error("webhook-url", "url: " + found + " (expected: " + expected + ")", fix);
    }

    private void error(String code, String message, String fix) {
        problems.add(new Problem(webhook.origin(), "model." + code, message, fix, true));
    }
}
