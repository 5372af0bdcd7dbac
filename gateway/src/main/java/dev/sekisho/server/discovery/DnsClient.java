package dev.sekisho.server.discovery;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends questions to DNS servers: over UDP, each from a port of its own (RFC 5452 section 9.2), and again over TCP where
 * the answer was truncated. Nothing is cached, so that times to live are seen. Thread-safe; its one thread starts with the
 * first question.
 */
final class DnsClient implements AutoCloseable {

    private static final long QUIET_MILLIS = 100; // for questions that are just being sent
    private static final long LAST_MILLIS = 1_000;

    /** Netty's resolver takes one timeout for all its questions. */
    private final Map<Duration, DnsNameResolver> resolvers = new HashMap<>();

    private @Nullable EventLoopGroup group;
    private boolean closed;

    /**
     * Asks one server.
     *
     * @param name with its last dot
     * @param timeout for each of UDP and TCP
     */
    CompletableFuture<DnsMessage> ask(InetSocketAddress server, String name, DnsRecordType type, Duration timeout) {
        CompletableFuture<DnsMessage> answer = new CompletableFuture<>();
        DnsQuestion question = new DefaultDnsQuestion(name, type);
        resolver(timeout)
                .query(server, question)
                .addListener(
                        (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) -> complete(done, answer));
        return answer;
    }

    private static void complete(
            Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done, CompletableFuture<DnsMessage> answer) {
        if (!done.isSuccess()) {
            answer.completeExceptionally(done.cause());
            return;
        }
        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = done.getNow();
        try {
            answer.complete(DnsMessage.of(envelope.content()));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        } finally {
            envelope.release();
        }
    }

    private synchronized DnsNameResolver resolver(Duration timeout) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("dns", true), NioIoHandler.newFactory());
        }
        EventLoopGroup loops = group;
        return resolvers.computeIfAbsent(timeout, _ -> build(loops, timeout));
    }

    /** Everything that would make Netty read the system's settings is set: they are read here. */
    private static DnsNameResolver build(EventLoopGroup loops, Duration timeout) {
        InetSocketAddress unused = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53); // questions name theirs
        return new DnsNameResolverBuilder(loops.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(new SingletonDnsServerAddressStreamProvider(unused))
                .searchDomains(List.of())
                .ndots(1)
                .optResourceEnabled(false) // as the C library: some servers refuse what they do not know
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .queryTimeoutMillis(Math.max(1, timeout.toMillis()))
                .build();
    }

    /** Whether a question was ever sent. */
    synchronized boolean started() {
        return group != null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (group != null) {
            group.shutdownGracefully(QUIET_MILLIS, LAST_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
