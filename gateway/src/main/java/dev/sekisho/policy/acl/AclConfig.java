package dev.sekisho.policy.acl;

import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code acl} policy. */
public record AclConfig(
        @Property(
                value =
                        "Groups and roles that may ask. Where allow or allowConsumers has entries, whoever is in neither is refused.",
                example = "[partners]")
        List<String> allow,

        @Property(value = "Groups and roles that are refused, also where they are allowed.", example = "[suspended]")
        List<String> deny,

        @Property(value = "Names of consumers that may ask, whatever their groups.", example = "[shop]")
        List<String> allowConsumers,

        @Property(value = "Names of consumers that are refused, also where they are allowed.", example = "[trial]")
        List<String> denyConsumers) {

    /** Takes copies. */
    public AclConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        allowConsumers = List.copyOf(allowConsumers);
        denyConsumers = List.copyOf(denyConsumers);
    }
}
