package dev.sekisho.snapshot;

import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.upstream.traffic.ShadowObserver;
import dev.sekisho.model.Compare;
import dev.sekisho.model.Telemetry;
import java.util.List;

/** Makes what watches the exchanges of a snapshot. */
public interface ObserverFactory {

    /**
     * The observer for these settings and routes.
     *
     * @throws IllegalArgumentException where the settings cannot work, such as a log file that cannot be opened
     */
    ExchangeObserver observer(Telemetry telemetry, List<ServedRoute> routes);

    /** Who compares the answers to copies of a route's requests with those that its clients get. */
    default ShadowObserver shadow(String route, Compare rules) {
        return ShadowObserver.NOBODY;
    }
}
