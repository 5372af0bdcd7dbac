package dev.sekisho.policy.log;

import dev.sekisho.model.Property;

/** Settings of {@code file} of the {@code log} policy. */
public record FileLogConfig(
        @Property(
                value = "File that records are appended to; it is opened anew with SIGHUP, as the access log is.",
                example = "/var/log/sekisho/shop.log")
        String path) {}
