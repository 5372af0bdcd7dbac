package dev.sekisho.dialect.kong.plugin;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code acl}: which groups of consumers may ask (acls). */
final class AclPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
                    Field.texts("allow"),
                    Field.texts("deny"),
                    Field.flag("hide_groups_header", false),
                    Field.flag("include_consumer_groups", false),
                    Field.flag("always_use_authenticated_groups", false)
                            .idle("groups that a policy of authentication has found count beside those of the"
                                    + " consumer"))
            .alias("whitelist", "allow")
            .alias("blacklist", "deny");

    @Override
    public String name() {
        return "acl";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `acl`, and `request-headers` for X-Consumer-Groups";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<String> allow = settings.texts("allow");
        List<String> deny = settings.texts("deny");
        if (allow.isEmpty() == deny.isEmpty()) {
            into.wrong(settings, "allow", allow.isEmpty() ? "none, nor deny" : "beside deny", "one of allow and deny");
        }
        boolean also = settings.flag("include_consumer_groups");
        into.policy("acl", Map.of("allow", also ? both(allow) : allow, "deny", also ? both(deny) : deny));
        if (!settings.flag("hide_groups_header")) {
            into.policy("request-headers", Map.of("set", Map.of("X-Consumer-Groups", "{groups}")));
        }
    }

    /** Groups of consumers have names of their own among groups, so that they are none of ACLs. */
    private static List<String> both(List<String> groups) {
        return Stream.concat(groups.stream(), groups.stream().map(name -> "consumer-group:" + name))
                .toList();
    }
}
