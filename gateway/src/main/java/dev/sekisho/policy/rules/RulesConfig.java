package dev.sekisho.policy.rules;

import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code rules} policy. */
public record RulesConfig(
        @Property("Requests that one of these describes are refused, whatever else holds.")
        List<RuleConfig> deny,

        @Property("Where there are any, requests that none of these describes are refused.")
        List<RuleConfig> allow) {}
