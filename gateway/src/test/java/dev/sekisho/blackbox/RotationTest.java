package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates whose files are replaced while clients come. */
class RotationTest {

    private static final int ROTATIONS = 5;
    private static final int HANDSHAKES = 50; // a second
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private TestGateway gateway(RawUpstream upstream) throws Exception {
        String tls = "tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test")) + " } ] }";
        return TestGateway.start(
                Yaml.listener(tls) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.ALL);
    }

    private static BigInteger serial(SSLContext context, TestGateway gateway) {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), "a.test")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean serves(SSLContext context, TestGateway gateway) throws IOException {
        try (SSLSocket socket = Pki.connect(context, gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            return client.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").read().status() == 200;
        }
    }

    /** Race: a handshake that begins while the context is replaced must find the old one or the new one, whole. */
    @Test
    void noHandshakeFailsAndTheNewOneIsThereWithinASecond() throws Exception {
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream);
                ScheduledExecutorService load = Executors.newScheduledThreadPool(4)) {
            load.scheduleAtFixedRate(
                    () -> {
                        try {
                            boolean good = serves(pki.context(), gateway);
                            (good ? done : failed).incrementAndGet();
                        } catch (Exception e) {
                            failed.incrementAndGet();
                        }
                    },
                    0,
                    1_000_000 / HANDSHAKES,
                    TimeUnit.MICROSECONDS);
            TestGateway.await("handshakes", Duration.ofSeconds(20), () -> done.get() > HANDSHAKES / 2);
            for (int i = 0; i < ROTATIONS; i++) {
                BigInteger old = serial(pki.context(), gateway);
                var next = pki.issue("a", "a.test");
                long start = System.nanoTime();
                pki.files("a", next); // the key first, then the certificate, neither at once
                long seen = seen(old, gateway, start);
                System.out.printf("rotation %d: new serial after %d ms%n", i + 1, seen / 1_000_000);
                assertThat(seen).as("until the new serial, ns").isLessThan(SOON.toNanos());
                TestGateway.pause(300);
            }
            load.shutdown();
            assertThat(load.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            System.out.printf("%d handshakes meanwhile, %d failed%n", done.get(), failed.get());
            assertThat(failed).hasValue(0);
            assertThat(metrics(gateway)).contains("api_gateway_tls_certificate_reloads_total{result=\"loaded\"} ");
        }
    }

    private long seen(BigInteger old, TestGateway gateway, long start) throws Exception {
        SSLContext context = pki.context();
        long asked = System.nanoTime();
        while (serial(context, gateway).compareTo(old) <= 0) {
            if (System.nanoTime() - start > 10 * SOON.toNanos()) {
                return System.nanoTime() - start;
            }
            context = pki.context();
            asked = System.nanoTime();
        }
        return asked - start; // the handshake itself is no part of it
    }

    @Test
    void filesThatCannotBeUsedLeaveTheEarlierOnesInUse() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = gateway(upstream)) {
            BigInteger old = serial(pki.context(), gateway);
            int kept = 0;
            Path chain = folder.resolve("a.pem");
            Path key = folder.resolve("a.key");
            String goodKey = Files.readString(key);
            String other = pki.issue("b", "b.test").getPrivateKeyPEM();
            for (String bad : new String[] {"nonsense", "", other}) {
                Files.writeString(key, bad);
                int before = kept;
                TestGateway.await("the metric", Duration.ofSeconds(10), () -> kept(gateway) > before);
                kept = kept(gateway);
                assertThat(serves(pki.context(), gateway)).as(bad).isTrue();
                assertThat(serial(pki.context(), gateway)).as(bad).isEqualTo(old);
            }
            Files.writeString(key, goodKey);
            Files.delete(chain);
            int before = kept;
            TestGateway.await("the metric", Duration.ofSeconds(10), () -> kept(gateway) > before);
            assertThat(serial(pki.context(), gateway)).isEqualTo(old);
            pki.files("a", pki.issue("a", "a.test"));
            CountDownLatch once = new CountDownLatch(1);
            TestGateway.await("the good one", Duration.ofSeconds(10), () -> {
                boolean there = serial(fresh(), gateway).compareTo(old) > 0;
                if (there) {
                    once.countDown();
                }
                return there;
            });
        }
    }

    private SSLContext fresh() {
        try {
            return pki.context();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int kept(TestGateway gateway) {
        return metrics(gateway)
                .lines()
                .filter(line -> line.startsWith("api_gateway_tls_certificate_reloads_total{result=\"kept\"}"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics(TestGateway gateway) {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            return client.admin("/metrics").text();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
