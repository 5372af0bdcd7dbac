package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a resumed session opens, by OpenSSL's client: it offers whatever session it has to whatever host. A session is good
 * for the hosts of its certificate alone, and does not excuse a request for another host.
 */
class SessionTest {

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        assumeTrue(OpenSslClient.isThere(), "openssl is not installed");
        pki = new Pki(folder);
    }

    /** Whether TLS 1.3 resumes where the configuration gives no tickets. */
    boolean resumesTls13WithoutTickets() {
        return false;
    }

    private static TestGateway gateway(RawUpstream upstream, String tls) {
        return TestGateway.start(Yaml.listener("tls: { " + tls + " }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.ALL);
    }

    @Test
    void aSessionOpensNoHostThatAsksForCertificates() throws Exception {
        String tls = "certificates: [ { " + pki.files("open", pki.issue("open", "open.test", "also.test")) + " }, { "
                + pki.files("closed", pki.issue("closed", "closed.test")) + ", clients: { ca: \"" + pki.ca()
                + "\" } } ]";
        for (String more : new String[] {"", ", tickets: true"}) {
            for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
                try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                        TestGateway gateway = gateway(upstream, tls + more)) {
                    tryAll(new OpenSslClient(gateway.address(), folder), version, !more.isEmpty(), upstream);
                }
            }
        }
    }

    private void tryAll(OpenSslClient client, String version, boolean tickets, RawUpstream upstream) throws Exception {
        String as = version + (tickets ? " with tickets" : "");
        Files.deleteIfExists(client.session());
        String first = client.get("open.test", version, "-sess_out");
        assertThat(first).as(as).contains("200 OK");
        boolean kept = version.equals("-tls1_2") || tickets || resumesTls13WithoutTickets();
        assertThat(Files.exists(client.session())).as(as).isEqualTo(kept);
        if (!kept) {
            assertThat(first).as("no NewSessionTicket").doesNotContain("Session Ticket arrived", "session ticket:");
            return;
        }
        if (version.equals("-tls1_2")) {
            assertThat(first.contains("TLS session ticket:")).as(as).isEqualTo(tickets);
        }
        assertThat(resume(client, "open.test", "open.test", version)).as(as).contains("Reused,", "200 OK");
        assertThat(resume(client, "open.test", "also.test", version))
                .as("resumed, for another host of the same certificate: " + as)
                .contains("Reused,", " 421 ")
                .doesNotContain("200 OK");
        assertThat(resume(client, "open.test", "closed.test", version))
                .as("resumed, then for the closed host: " + as)
                .contains("Reused,", " 421 ")
                .doesNotContain("200 OK");
        assertThat(resume(client, "closed.test", "closed.test", version))
                .as("the session of the open host, shown to the closed one: " + as)
                .doesNotContain("Reused,", "HTTP/1.1");
        assertThat(upstream.requests()).as(as).hasSize(2);
    }

    /** Offers the session, and keeps the next one that it gets: Java takes each of TLS 1.3 once. */
    private static String resume(OpenSslClient client, String name, String host, String version) throws Exception {
        String session = client.session().toString();
        return client.request(name, host, version, "-sess_in", session, "-sess_out", session);
    }

    @Test
    void aSessionOfOneAuthorityOpensNoHostOfAnother() throws Exception {
        Pki other = new Pki(Files.createDirectory(folder.resolve("other")));
        X509Bundle alice = pki.issue("alice");
        pki.files("alice", alice);
        String tls = "certificates: [ { " + pki.files("one", pki.issue("one", "one.test")) + ", clients: { ca: \""
                + pki.ca() + "\" } }, { " + pki.files("two", pki.issue("two", "two.test")) + ", clients: { ca: \""
                + other.ca() + "\" } } ]";
        String[] own = {
            "-cert",
            folder.resolve("alice.pem").toString(),
            "-key",
            folder.resolve("alice.key").toString()
        };
        for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
            try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                    TestGateway gateway = gateway(upstream, tls + ", tickets: true")) {
                OpenSslClient client = new OpenSslClient(gateway.address(), folder);
                String session = client.session().toString();
                Files.deleteIfExists(client.session());
                String[] out = {version, "-sess_out", session, own[0], own[1], own[2], own[3]};
                assertThat(client.request("one.test", "one.test", out))
                        .as(version)
                        .contains("200 OK");
                assertThat(client.request("one.test", "one.test", version, "-sess_in", session))
                        .as("the session stands for the certificate that it was made with: " + version)
                        .contains("Reused,", "200 OK");
                String[] in = {version, "-sess_in", session, own[0], own[1], own[2], own[3]};
                assertThat(client.request("two.test", "two.test", in))
                        .as(version)
                        .doesNotContain("Reused,", "HTTP/1.1");
                assertThat(upstream.requests()).hasSize(2);
            }
        }
    }
}
