package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plugins of Kong's open-source bundle that are translated. Immutable, thread-safe. */
final class Bundle {

    private static final Map<String, Plugin> PLUGINS = new TreeMap<>();

    static {
        List<Plugin> all = new ArrayList<>(List.of(
                new AclPlugin(),
                new BasicAuthPlugin(),
                new BotDetectionPlugin(),
                new CorrelationIdPlugin(),
                new CorsPlugin(),
                new HmacAuthPlugin(),
                HttpLog.PLUGIN,
                LogPlugin.FILE,
                LogPlugin.TCP,
                LogPlugin.UDP,
                LogglyPlugin.PLUGIN,
                SyslogPlugin.PLUGIN,
                new IpRestrictionPlugin(),
                new JwtPlugin(),
                new KeyAuthPlugin(),
                new PrometheusPlugin(),
                new ProxyCachePlugin(),
                new RateLimitingPlugin(),
                new RedirectPlugin(),
                new RequestSizeLimitingPlugin(),
                new RequestTerminationPlugin(),
                new RequestTransformerPlugin(),
                new ResponseRateLimitingPlugin(),
                new ResponseTransformerPlugin()));
        all.forEach(plugin -> PLUGINS.put(plugin.name(), plugin));
    }

    private Bundle() {}

    /** By name, in the order of the names. */
    static Map<String, Plugin> plugins() {
        return Collections.unmodifiableMap(PLUGINS);
    }

    /** Names of all plugins that are known, refused ones included. */
    static List<String> names() {
        List<String> names = new ArrayList<>(PLUGINS.keySet());
        names.addAll(Refusals.all().keySet());
        return names.stream().sorted().toList();
    }
}
