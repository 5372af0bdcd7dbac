package dev.sekisho.server;

import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.model.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the names of targets, on virtual threads, with the system's resolver (so {@code /etc/hosts}, search domains and
 * trailing dots mean what they mean elsewhere). An answer that fails leaves the last good one in place. Thread-safe.
 */
final class NameLookup {

    private static final Logger LOG = LoggerFactory.getLogger(NameLookup.class);
    private static final long FIRST_LIMIT_SECONDS = 3; // at start, names that take longer come later

    private final Map<Address, Address> connectTo;

    /** A look-up; {@code connectTo} says where some addresses really are. */
    NameLookup(Map<Address, Address> connectTo) {
        this.connectTo = Map.copyOf(connectTo);
    }

    /** Looks up the targets that have no address yet: literal ones at once, names together, for a limited time. */
    void first(List<TargetState> targets) {
        List<TargetState> names = new ArrayList<>();
        for (TargetState target : targets) {
            if (!target.addresses().isEmpty()) {
                continue;
            }
            if (isLiteral(real(target))) {
                refresh(target);
            } else {
                names.add(target);
            }
        }
        CountDownLatch done = new CountDownLatch(names.size());
        for (TargetState target : names) {
            Thread.ofVirtual().name("lookup").start(() -> {
                refresh(target);
                done.countDown();
            });
        }
        try {
            if (!done.await(FIRST_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "{} names of targets are not looked up yet; requests to them are answered 503",
                        done.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the name may stand for other addresses later. */
    boolean isName(TargetState target) {
        return !isLiteral(real(target));
    }

    /** Looks up the name once. */
    void refresh(TargetState target) {
        Address address = real(target);
        try {
            List<InetSocketAddress> found = new ArrayList<>();
            for (InetAddress each : InetAddress.getAllByName(address.host())) {
                found.add(new InetSocketAddress(each, address.port()));
            }
            target.resolved(found);
        } catch (UnknownHostException e) {
            LOG.warn(
                    "the name of target {} of upstream {} cannot be looked up: {}",
                    address,
                    target.identity().upstream(),
                    target.addresses().isEmpty() ? "requests to it are answered 503" : "its last addresses stay");
        }
    }

    private Address real(TargetState target) {
        Address named = target.identity().address();
        return connectTo.getOrDefault(named, named);
    }

    private static boolean isLiteral(Address address) {
        return address.host().indexOf(':') >= 0 || address.host().matches("[0-9.]+");
    }
}
