package dev.sekisho.bench.micro;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Serving;
import dev.sekisho.dataplane.listener.h1.Http1Connection;
import dev.sekisho.dataplane.router.RouteEntry;
import dev.sekisho.dataplane.router.Router;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dataplane.upstream.InMemoryTarget;
import dev.sekisho.dataplane.upstream.Member;
import dev.sekisho.dataplane.upstream.Members;
import dev.sekisho.dataplane.upstream.ProxyCalls;
import dev.sekisho.dataplane.upstream.ProxyHandler;
import dev.sekisho.dataplane.upstream.Rewriter;
import dev.sekisho.dataplane.upstream.RouteRules;
import dev.sekisho.dataplane.upstream.Subset;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Address;
import dev.sekisho.model.Model;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Upstream;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One proxied request from its bytes on the client's connection to the response's bytes there: parser, rules, forwarding
 * fields, router, chain, pool, response. The sockets are {@link EmbeddedChannel}s. With the gc profiler it shows that
 * nothing is allocated for a request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.allocator.type=pooled",
            "-Dio.netty.leakDetection.level=disabled",
            "-Djmh.executor=CUSTOM",
            LoopThreads.EXECUTOR
        })
public class PlainPath {

    private static final String CONFIGURATION = """
            listeners: [ { name: http, address: "127.0.0.1:0" } ]
            upstreams:
              - { name: users, targets: [ { address: "127.0.0.1:9" } ] }
            routes:
              - { name: api, match: { path: /api/* }, to: users }
            """;
    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n"
                    + "x".repeat(1024);

    private final ByteBuf request = pooled(head());
    private final ByteBuf response = pooled(RESPONSE.getBytes(StandardCharsets.ISO_8859_1));
    private EmbeddedChannel client = new EmbeddedChannel();
    private EmbeddedChannel upstream = new EmbeddedChannel();

    private static ByteBuf pooled(byte[] bytes) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** A gateway of one route between two channels in memory. */
    @Setup
    public void connect() {
        Model model = new YamlDialect(Policies.configTypes(), SecretSource.system())
                .compile(List.of(new Document("plain.yaml", CONFIGURATION + policies())))
                .model();
        EmbeddedChannel loopSource = new EmbeddedChannel();
        LoopContext loop = new LoopContext(0, loopSource.eventLoop());
        Upstream users = model.upstreams().getFirst();
        Address address = users.targets().getFirst().address();
        InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
        TargetState target = new TargetState(
                new TargetState.Identity("users", address, where, Protocol.HTTP1, Optional.empty(), ProxyHeader.OFF),
                Transport.select("nio"),
                1,
                HealthEvents.NONE);
        UpstreamService service = new UpstreamService(users, Optional.empty(), BreakerEvents.NONE, 1);
        Endpoint endpoint = new Endpoint(address, where, 1, false, false, Map.of());
        service.members(new Members(List.of(new Member(target, endpoint)), false));
        upstream = InMemoryTarget.connect(service, loop);
        client = new EmbeddedChannel(
                new Http1Connection(loop, new OneRoute(model, router(model, service, context())), null));
        ByteBuf answer = roundTrip();
        String head = answer.toString(0, Math.min(15, answer.readableBytes()), StandardCharsets.ISO_8859_1);
        answer.release();
        if (!head.startsWith("HTTP/1.1 200 OK")) {
            throw new IllegalStateException("answer: " + head + " (expected: HTTP/1.1 200 OK)");
        }
    }

    /** The head of the request. */
    protected byte[] head() {
        return RequestHeads.browser();
    }

    /** The policies of all routes, as YAML; none here. */
    protected String policies() {
        return "";
    }

    /** What the policies may use. */
    protected PolicyContext context() {
        return PolicyContext.OFFLINE;
    }

    private static Router router(Model model, UpstreamService service, PolicyContext context) {
        ServedRoute route = new ServedRoute(
                "api",
                "users",
                1,
                model.policies().stream()
                        .map(spec -> Policies.create(spec, context))
                        .toList(),
                new ProxyHandler(
                        List.of(new ProxyHandler.Share(service, Subset.ALL)),
                        null,
                        Rewriter.NONE,
                        RouteRules.NONE,
                        new ProxyCalls(1)),
                Map.of(),
                false,
                List.of());
        RouteEntry entry = new RouteEntry(
                model.routes().getFirst().match(),
                0,
                route,
                model.routes().getFirst().origin());
        return Router.build(List.of(entry), route);
    }

    /** A listener and a generation that serve one router. */
    private record OneRoute(ListenerSettings settings, Router router) implements Serving, Generation {

        @Override
        public dev.sekisho.dataplane.listener.tls.@org.jspecify.annotations.Nullable TlsHosts tls() {
            return null;
        }

        OneRoute(Model model, Router router) {
            this(ListenerSettings.of(model.listeners().getFirst()), router);
        }

        @Override
        public Generation current() {
            return this;
        }

        @Override
        public boolean isDraining() {
            return false;
        }

        @Override
        public void opened(LoopContext loop) {
            // nothing is counted here
        }

        @Override
        public void closed(LoopContext loop) {
            // nothing is counted here
        }

        @Override
        public ServedRoute route(Exchange exchange) {
            return router.match(exchange);
        }

        @Override
        public ExchangeObserver observer() {
            return ExchangeObserver.NONE;
        }

        @Override
        public void entered(int loop) {
            // nothing is counted here
        }

        @Override
        public void left(int loop) {
            // nothing is counted here
        }
    }

    /** Releases the buffers and the channels. */
    @TearDown
    public void close() {
        client.finishAndReleaseAll();
        upstream.finishAndReleaseAll();
        request.release();
        response.release();
    }

    /** One request and its response of 1 KiB. */
    @Benchmark
    public int proxy() {
        ByteBuf answer = roundTrip();
        int size = answer.readableBytes();
        answer.release();
        return size;
    }

    private ByteBuf roundTrip() {
        client.pipeline().fireChannelRead(request.retainedDuplicate());
        ByteBuf forwarded = upstream.readOutbound();
        forwarded.release();
        upstream.pipeline().fireChannelRead(response.retainedDuplicate());
        return client.readOutbound();
    }
}
