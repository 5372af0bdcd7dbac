package dev.sekisho.policy.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Brotli's native library can be used; loads it when first asked, which reads and writes files. Thread-safe. */
final class Brotli {

    private static final Logger LOG = LoggerFactory.getLogger(Brotli.class);

    private Brotli() {}

    private static final class Library {
        static final boolean LOADED = load();

        private static boolean load() {
            if (!Brotli4jLoader.isAvailable()) {
                LOG.warn(
                        "br is left out of what compression offers: its native library cannot be loaded",
                        Brotli4jLoader.getUnavailabilityCause());
                return false;
            }
            return true;
        }
    }

    /** Not on an event loop, where it blocks the first time. */
    static boolean isAvailable() {
        return Library.LOADED;
    }
}
