package dev.sekisho.dialect.nginx.directive;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a directive may stand. */
public enum Context {
    /** Outside all braces. */
    MAIN("main"),
    /** Inside {@code events}. */
    EVENTS("events"),
    /** Inside {@code http}. */
    HTTP("http"),
    /** Inside a {@code server} of {@code http}. */
    SERVER("server"),
    /** Inside {@code location}. */
    LOCATION("location"),
    /** Inside an {@code if} of a server. */
    SERVER_IF("server-if"),
    /** Inside an {@code if} of a location. */
    LOCATION_IF("location-if"),
    /** Inside {@code limit_except}. */
    LIMIT_EXCEPT("limit_except"),
    /** Inside an {@code upstream} of {@code http}. */
    UPSTREAM("upstream"),
    /** Inside {@code stream}. */
    STREAM("stream"),
    /** Inside a {@code server} of {@code stream}. */
    STREAM_SERVER("stream-server"),
    /** Inside an {@code upstream} of {@code stream}. */
    STREAM_UPSTREAM("stream-upstream"),
    /** Inside {@code mail}. */
    MAIL("mail"),
    /** Inside a {@code server} of {@code mail}. */
    MAIL_SERVER("mail-server"),
    /** Inside a block whose lines are no directives, such as {@code map}. */
    LINES("lines");

    private static final Map<String, Context> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(each -> each.text, Function.identity()));

    private final String text;

    Context(String text) {
        this.text = text;
    }

    static Context of(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** The context inside a block that stands in this one. */
    public Context inside(String block) {
        return switch (this) {
            case MAIN ->
                switch (block) {
                    case "events" -> EVENTS;
                    case "http" -> HTTP;
                    case "stream" -> STREAM;
                    case "mail" -> MAIL;
                    default -> LINES;
                };
            case HTTP -> block.equals("server") ? SERVER : block.equals("upstream") ? UPSTREAM : LINES;
            case STREAM -> block.equals("server") ? STREAM_SERVER : block.equals("upstream") ? STREAM_UPSTREAM : LINES;
            case MAIL -> block.equals("server") ? MAIL_SERVER : LINES;
            case SERVER -> block.equals("location") ? LOCATION : block.equals("if") ? SERVER_IF : LINES;
            case LOCATION ->
                switch (block) {
                    case "location" -> LOCATION;
                    case "if" -> LOCATION_IF;
                    case "limit_except" -> LIMIT_EXCEPT;
                    default -> LINES;
                };
            default -> LINES;
        };
    }

    /** Whether it belongs to {@code stream}. */
    public boolean isStream() {
        return this == STREAM || this == STREAM_SERVER || this == STREAM_UPSTREAM;
    }

    /** Whether it belongs to {@code mail}. */
    public boolean isMail() {
        return this == MAIL || this == MAIL_SERVER;
    }

    /** Whether it is a block of servers of either kind. */
    public boolean isUpstream() {
        return this == UPSTREAM || this == STREAM_UPSTREAM;
    }
}
