package dev.sekisho.policy.cache;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Consumer;

/** The further URLs that an unsafe request makes invalid (RFC 9111 section 4.4). Thread-safe. */
final class Invalidated {

    private Invalidated() {}

    /** Gives the URL that a Location or Content-Location names where it is of the same origin as the request. */
    static void others(String url, Optional<String> location, Consumer<String> invalid) {
        if (location.isEmpty()) {
            return;
        }
        try {
            URI own = new URI(url);
            URI other = own.resolve(new URI(location.get().strip())).normalize();
            if (own.getScheme().equalsIgnoreCase(other.getScheme())
                    && String.valueOf(own.getAuthority()).equalsIgnoreCase(other.getAuthority())) {
                String path = other.getRawPath().isEmpty() ? "/" : other.getRawPath();
                String query = other.getRawQuery() == null ? "" : "?" + other.getRawQuery();
                invalid.accept(own.getScheme() + "://" + own.getRawAuthority() + path + query);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // what names no URL makes none invalid
        }
    }
}
