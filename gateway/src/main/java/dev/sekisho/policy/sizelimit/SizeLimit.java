package dev.sekisho.policy.sizelimit;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Size;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code size-limit}: refuses requests, and answers of the backend, that are too large. */
public final class SizeLimit implements PlainPolicyType<SizeLimitConfig> {

    @Override
    public String name() {
        return "size-limit";
    }

    @Override
    public Class<SizeLimitConfig> configType() {
        return SizeLimitConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(SizeLimitConfig config) {
        if (parts(config).isEmpty()) {
            throw new IllegalArgumentException("no limit given (expected: at least one of request, requireLength,"
                    + " headers, fields, target, query, response)");
        }
        HeadLimits head = new HeadLimits(
                bytes(config.target()),
                bytes(config.query()),
                bytes(config.headers()),
                config.fields().map(Integer::longValue).orElse(Long.MAX_VALUE));
        return new SizeLimitPolicy(head, bytes(config.request()), config.requireLength(), bytes(config.response()));
    }

    private static long bytes(Optional<Size> limit) {
        return limit.map(Size::bytes).orElse(Long.MAX_VALUE);
    }

    @Override
    public String describe(SizeLimitConfig config) {
        return "allows " + String.join(", ", parts(config));
    }

    private static List<String> parts(SizeLimitConfig config) {
        List<String> parts = new ArrayList<>();
        config.request().ifPresent(size -> parts.add("request bodies up to " + size));
        if (config.requireLength()) {
            parts.add("request bodies of a length told beforehand");
        }
        config.headers().ifPresent(size -> parts.add("header fields up to " + size));
        config.fields().ifPresent(count -> parts.add(count + " header fields"));
        config.target().ifPresent(size -> parts.add("targets up to " + size));
        config.query().ifPresent(size -> parts.add("queries up to " + size));
        config.response().ifPresent(size -> parts.add("answers up to " + size));
        return parts;
    }
}
