package dev.sekisho.server.webhook;

import dev.sekisho.model.LinkLocal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up the addresses of a host. */
interface Resolver {

    /** That of the system. */
    Resolver SYSTEM = InetAddress::getAllByName;

    /** All addresses; waits. */
    InetAddress[] find(String host) throws UnknownHostException;

    /**
     * Whether one of the host's addresses is link-local. The look-up is left to a platform thread: in the C library it
     * would hold one of the few carriers of virtual threads.
     *
     * @throws ExecutionException where the look-up fails
     */
    default boolean findsLinkLocal(String host, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<InetAddress[]> found = new FutureTask<>(() -> find(host));
        Thread.ofPlatform().daemon().name("webhook-lookup").start(found);
        for (InetAddress address : found.get(nanos, TimeUnit.NANOSECONDS)) {
            if (LinkLocal.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
