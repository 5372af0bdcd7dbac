package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Durations;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.LogQueue;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;

/**
 * {@code log}: a record of each request goes to a place of its own, as with Kong's tcp-log, udp-log, http-log, file-log and syslog.
 * Requests never wait for it.
 */
public final class Log implements PolicyType<LogConfig> {

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Class<LogConfig> configType() {
        return LogConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(LogConfig config, PolicyContext context) {
        config.redact().forEach(name -> FieldNames.field("redact", name));
        return new LogPolicy(
                config.syslog().map(SyslogHead::new),
                record(config),
                new HeadFields(config.redact()),
                context.shared(Pens.class, "pens", Pens::new),
                context.logs(Destinations.of(config), queue(config.queue())));
    }

    private static RecordTemplate record(LogConfig config) {
        if (config.line().isEmpty()) {
            return RecordTemplate.of(config.fields().isEmpty() ? AccessFields.all() : config.fields());
        }
        if (!config.fields().isEmpty()) {
            throw new IllegalArgumentException("line: beside fields (expected: one of them)");
        }
        if (config.http().isPresent() && config.queue().maxBatch() > 1) {
            throw new IllegalArgumentException("queue.maxBatch: " + config.queue().maxBatch()
                    + " with line (expected: 1; several records are an array of JSON)");
        }
        return RecordTemplate.line(config.line().get());
    }

    private static LogQueue queue(LogQueueConfig config) {
        if (config.initialRetryDelay().compareTo(config.maxRetryDelay()) > 0) {
            throw new IllegalArgumentException("queue.initialRetryDelay: "
                    + Durations.format(config.initialRetryDelay()) + " (expected: at most maxRetryDelay, "
                    + Durations.format(config.maxRetryDelay()) + ")");
        }
        return new LogQueue(
                config.maxEntries(),
                config.maxBytes().bytes(),
                config.maxBatch(),
                config.maxDelay(),
                config.initialRetryDelay(),
                config.maxRetryDelay(),
                config.maxRetryTime());
    }

    @Override
    public String describe(LogConfig config) {
        String what = config.line().isPresent()
                ? "a line of text"
                : config.fields().isEmpty() ? "the fields of the access log" : "fields of its own";
        return "sends a record of each request, with " + what + ", to "
                + Destinations.of(config).label();
    }
}
