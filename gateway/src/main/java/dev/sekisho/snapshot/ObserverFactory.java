package dev.sekisho.snapshot;

import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Telemetry;
import java.util.List;

/** Makes what sees the exchanges of a snapshot end. */
public interface ObserverFactory {

    /**
     * The observer for these settings and routes.
     *
     * @throws IllegalArgumentException where the settings cannot work, such as a log file that cannot be opened
     */
    ExchangeObserver observer(Telemetry telemetry, List<ServedRoute> routes);
}
