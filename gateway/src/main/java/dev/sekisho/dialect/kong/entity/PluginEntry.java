package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.Origin;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as a file configures it, with what it is bound to; references are resolved, deck's {@code _plugin_configs} merged,
 * and references to the environment replaced by their values.
 *
 * @param name the plugin, such as {@code rate-limiting}
 * @param instanceName what the file calls this use of it
 * @param enabled whether it is on
 * @param config its settings as they stand; empty where there are none
 * @param service name of the service that it is bound to
 * @param route name of the route that it is bound to
 * @param consumer name of the consumer that it is bound to
 * @param consumerGroup name of the group of consumers that it is bound to
 * @param protocols protocols that it takes part in; empty for all
 * @param origin where it stands
 * @param tags its tags
 */
public record PluginEntry(
        String name,
        Optional<String> instanceName,
        boolean enabled,
        Node.Mapping config,
        Optional<String> service,
        Optional<String> route,
        Optional<String> consumer,
        Optional<String> consumerGroup,
        List<String> protocols,
        Origin origin,
        List<String> tags) {

    /**
     * How specific it is in the order of precedence of Kong's documentation (plugin precedence): of two plugins of one name
     * that both apply, only the one with the higher number runs. 1 for a plugin that is bound to nothing.
     */
    public int precedence() {
        int bound = (consumer.isPresent() ? 8 : consumerGroup.isPresent() ? 4 : 0)
                + (route.isPresent() ? 2 : 0)
                + (service.isPresent() ? 1 : 0);
        return ORDER.indexOf(bound) + 1;
    }

    /** Bound to nothing, service, route, group, consumer, then combinations of them; in the bits of {@link #precedence}. */
    private static final List<Integer> ORDER = List.of(0, 1, 2, 4, 8, 3, 5, 6, 9, 10, 7, 11);
}
