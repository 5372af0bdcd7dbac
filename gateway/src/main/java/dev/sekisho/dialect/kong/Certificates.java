package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.Link;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Secret;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Certificates of the gateway, towards clients by their SNIs and towards services. Belongs to one compilation. */
final class Certificates {

    private static final String KIND = "certificate";

    private final Graph graph;
    private final Report report;

    Certificates(Graph graph, Report report) {
        this.graph = graph;
        this.report = report;
    }

    /** Those that clients are shown: each with its SNIs, the one for {@code *} first, since it is shown where no other fits. */
    List<TlsCertificate> forClients() {
        List<TlsCertificate> found = new ArrayList<>();
        for (Entity certificate : graph.certificates()) {
            List<String> names = names(certificate);
            List<HostPattern> hosts = new ArrayList<>();
            for (String name : names) {
                if (!name.equals("*")) {
                    host(name, certificate).ifPresent(hosts::add);
                }
            }
            boolean any = names.contains("*");
            if (names.isEmpty() || !any && hosts.isEmpty()) {
                continue; // one for services alone
            }
            pem(certificate, "cert")
                    .ifPresent(chain -> key(certificate)
                            .ifPresent(key -> found.add(
                                    any ? 0 : found.size(),
                                    new TlsCertificate(
                                            List.copyOf(hosts),
                                            chain,
                                            Optional.empty(),
                                            Optional.of(key),
                                            secret(certificate, "passphrase"),
                                            Optional.empty(),
                                            Optional.empty()))));
        }
        return List.copyOf(found);
    }

    private List<String> names(Entity certificate) {
        List<String> names = new ArrayList<>();
        for (Object sni : certificate.list("snis")) {
            if (sni instanceof Node.Scalar scalar) {
                names.add(scalar.text());
            } else if (sni instanceof Node.Mapping mapping
                    && mapping.get("name").orElse(null) instanceof Node.Scalar name) {
                names.add(name.text());
            } else {
                String message = "snis: " + Shown.node((Node) sni) + " (expected: a name, or a mapping with name)";
                report.add(ReaderKinds.TYPE, certificate.at((Node) sni), message, "");
            }
        }
        graph.snis().stream()
                .filter(sni -> sni.owner().filter(owner -> owner == certificate).isPresent())
                .forEach(sni -> sni.entity().text("name").ifPresent(names::add));
        return names;
    }

    private Optional<HostPattern> host(String name, Entity certificate) {
        try {
            HostPattern host = HostPattern.parse(name);
            if (host.isServerName()) {
                return Optional.of(host);
            }
        } catch (IllegalArgumentException e) {
            // told below, with what was expected
        }
        String message =
                "snis: " + Shown.text(name) + " (expected: a host name such as api.example.com or *.example.com)";
        report.add(ReaderKinds.VALUE, certificate.at("snis"), message, "");
        return Optional.empty();
    }

    /**
     * The TLS of connections to a service; nothing where they are in the clear.
     *
     * @param upstream the upstream that its host is the name of
     */
    Optional<UpstreamTls> towards(Service service, Optional<Entity> upstream) {
        Entity entity = service.entity();
        if (!service.isEncrypted()) {
            return Optional.empty();
        }
        boolean verify = entity.truth("tls_verify");
        if (!verify) {
            String message =
                    "service " + service.name() + ": the certificate of " + service.host() + " is not verified";
            report.add(Kinds.UNVERIFIED, entity.at(), message, "set tls_verify: true");
        }
        Optional<Entity> shown = own(entity).or(() -> upstream.flatMap(this::own));
        Optional<String> chain = shown.flatMap(certificate -> pem(certificate, "cert"));
        Optional<Secret> key = chain.isPresent() ? shown.flatMap(this::key) : Optional.empty();
        return Optional.of(new UpstreamTls(
                verify,
                verify ? authorities(entity) : Optional.empty(),
                upstream.flatMap(u -> u.text("host_header")).map(host -> host.replaceFirst(":[0-9]{1,5}$", "")),
                key.isPresent() ? chain : Optional.empty(),
                Optional.empty(),
                key,
                shown.flatMap(certificate -> secret(certificate, "passphrase")),
                true));
    }

    /** Tells what a service asks of connections that are not encrypted. */
    void check(Service service) {
        Entity entity = service.entity();
        if (service.isEncrypted()) {
            return;
        }
        for (String field : List.of("client_certificate", "tls_verify", "ca_certificates")) {
            if (asks(entity, field)) {
                String message = field + ": given (expected: only with protocol https, grpcs, wss or tls)";
                report.add(Kinds.CONFLICT, entity.at(field), message, "remove it, or change the protocol");
            }
        }
    }

    private static boolean asks(Entity entity, String field) {
        return switch (field) {
            case "tls_verify" -> entity.truth(field);
            case "ca_certificates" -> !entity.list(field).isEmpty();
            default -> entity.given(field);
        };
    }

    private Optional<Entity> own(Entity entity) {
        return entity.link("client_certificate").flatMap(link -> find(link, KIND));
    }

    private Optional<String> authorities(Entity service) {
        StringBuilder text = new StringBuilder();
        for (Object link : service.list("ca_certificates")) {
            find((Link) link, "CA certificate")
                    .flatMap(authority -> pem(authority, "cert"))
                    .ifPresent(pem -> text.append(pem).append(pem.endsWith("\n") ? "" : "\n"));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private Optional<Entity> find(Link link, String kind) {
        Optional<Entity> found = graph.names().find(kind, link.key());
        if (found.isEmpty()) {
            String message = kind + ": " + Shown.text(link.key()) + " (expected: the id of one in the files)";
            report.add(
                    Kinds.REFERENCE,
                    link.at(),
                    message,
                    Nearest.fix(link.key(), graph.names().keys(kind)));
        }
        return found;
    }

    private Optional<String> pem(Entity entity, String field) {
        Optional<String> text = entity.text(field).map(String::strip);
        if (text.isPresent() && !text.get().startsWith("-----BEGIN ")) {
            String message = field + ": no PEM (expected: text that starts with -----BEGIN)";
            report.add(ReaderKinds.VALUE, entity.at(field), message, "write the text itself, not the name of a file");
            return Optional.empty();
        }
        return text;
    }

    private Optional<Secret> key(Entity certificate) {
        return pem(certificate, "key")
                .flatMap(text -> secret(certificate, "key").map(secret -> new Secret(text, secret.reference())));
    }

    private Optional<Secret> secret(Entity entity, String field) {
        return entity.node()
                .get(field)
                .filter(node -> node instanceof Node.Scalar scalar && !scalar.isNull())
                .map(node -> graph.references().secret((Node.Scalar) node));
    }
}
