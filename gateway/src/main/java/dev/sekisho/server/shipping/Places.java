package dev.sekisho.server.shipping;

import dev.sekisho.model.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where destinations are. A name is looked up on a thread of the platform of its own: in the C library it would hold one of the few
 * carriers of virtual threads. Thread-safe.
 *
 * @param connectTo where some addresses really are, by the address as configured
 */
record Places(Map<Address, Address> connectTo) {

    Places {
        connectTo = Map.copyOf(connectTo);
    }

    /** All that the address stands for, at least one; waits. */
    List<InetSocketAddress> find(Address named, Duration timeout) throws IOException {
        Address real = connectTo.getOrDefault(named, named);
        return Arrays.stream(addresses(real.host(), timeout))
                .map(address -> new InetSocketAddress(address, real.port()))
                .toList();
    }

    private static InetAddress[] addresses(String host, Duration timeout) throws IOException {
        try {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException _) {
            return lookUp(host, timeout);
        }
    }

    private static InetAddress[] lookUp(String host, Duration timeout) throws IOException {
        FutureTask<InetAddress[]> found = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("log-lookup").start(found);
        try {
            return found.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException _) {
            throw new UnknownHostException(host + ": no such name");
        } catch (TimeoutException _) {
            throw new UnknownHostException(host + ": not looked up in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
