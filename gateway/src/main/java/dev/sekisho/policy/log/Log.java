package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Durations;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.LogQueue;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        LogQueue queue = queue(config.queue());
        HeadFields heads = new HeadFields(config.redact());
        List<Recording> all = new ArrayList<>();
        all.add(new Recording(
                condition("when", config.when()),
                config.syslog().map(SyslogHead::new),
                record(config),
                heads,
                context.logs(Destinations.of(config), queue)));
        for (int i = 0; i < config.also().size(); i++) {
            AlsoLogConfig also = config.also().get(i);
            String setting = "also[" + i + "].";
            all.add(new Recording(
                    condition(setting + "when", also.when()),
                    also.syslog().map(SyslogHead::new),
                    RecordTemplate.line(setting + "line", also.line(), also.form()),
                    heads,
                    context.logs(Destinations.of(also), queue)));
        }
        return new LogPolicy(List.copyOf(all), context.shared(Pens.class, "pens", Pens::new));
    }

    private static Optional<FieldValue> condition(String setting, Optional<String> text) {
        return text.map(each -> FieldValue.template(setting, each, FieldNames.Head.RESPONSE));
    }

    private static RecordTemplate record(LogConfig config) {
        if (config.line().isEmpty()) {
            return RecordTemplate.of(config.fields().isEmpty() ? AccessFields.all() : config.fields());
        }
        if (!config.fields().isEmpty()) {
            throw new IllegalArgumentException("line: beside fields (expected: one of them)");
        }
        if (config.http().isPresent() && config.queue().maxBatch() > 1) {
            throw new IllegalArgumentException("queue.maxBatch: "
                    + config.queue().maxBatch() + " with line (expected: 1; several records are an array of JSON)");
        }
        return RecordTemplate.line("line", config.line().get(), config.form());
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
        StringBuilder text = new StringBuilder(
                config.when().isPresent() ? "sends a record of some requests" : "sends a record of each request");
        text.append(", with ")
                .append(what)
                .append(", to ")
                .append(Destinations.of(config).label());
        config.also()
                .forEach(also -> text.append(", and a line to ")
                        .append(Destinations.of(also).label()));
        return text.toString();
    }
}
