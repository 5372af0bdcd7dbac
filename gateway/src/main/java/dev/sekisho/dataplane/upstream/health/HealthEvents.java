package dev.sekisho.dataplane.upstream.health;

/** Hears of targets that become healthy or unhealthy; called on the thread that finds it out, so it must not block. */
public interface HealthEvents {

    /** Hears nothing. */
    HealthEvents NONE = (upstream, target, healthy, why) -> {};

    /** A target has changed. */
    void changed(String upstream, String target, boolean healthy, String why);
}
