package dev.sekisho.dialect.nginx.directive;

import java.util.HashMap;
import java.util.Map;

/** The directives that have rules of their own. */
final class OwnChecks {

    private static final Check NONE = (directive, scope) -> {};
    private static final Map<String, Check> ALL = new HashMap<>();

    static {
        CoreChecks.addTo(ALL);
        ListenCheck.addTo(ALL);
        LocationChecks.addTo(ALL);
        ContentChecks.addTo(ALL);
        LogChecks.addTo(ALL);
        UpstreamChecks.addTo(ALL);
        ProxyChecks.addTo(ALL);
        CacheChecks.addTo(ALL);
        LimitChecks.addTo(ALL);
        RewriteChecks.addTo(ALL);
        LineChecks.addTo(ALL);
        AccessChecks.addTo(ALL);
        SslChecks.addTo(ALL);
        StreamChecks.addTo(ALL);
    }

    private OwnChecks() {}

    /** The check of a directive there. Keys are names, behind {@code upstream:}, {@code stream:} or {@code mail:} where they differ. */
    static Check of(String name, Context context) {
        if (context.isUpstream()) {
            return ALL.getOrDefault("upstream:" + name, NONE);
        }
        if (context.isMail()) {
            return ALL.getOrDefault("mail:" + name, NONE);
        }
        Check common = ALL.getOrDefault(name, NONE);
        return context.isStream() ? ALL.getOrDefault("stream:" + name, common) : common;
    }
}
