package dev.sekisho.policy;

import dev.sekisho.model.LinkLocal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** URLs that the gateway asks by itself ({@link Fetcher}). */
public final class FetchUrl {

    private FetchUrl() {}

    /**
     * Reads one; messages do not repeat it.
     *
     * @param setting the setting that names it, for the message
     * @param allowLinkLocal whether it may be a link-local address, where clouds hand out credentials
     * @param otherwise what would do too, for the message; may be empty
     * @throws IllegalArgumentException where it is no URL of http or https, holds a user or a fragment, or a link-local address
     */
    public static URI of(String setting, String text, boolean allowLinkLocal, String otherwise) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(setting + ": no URL (expected: http:// or https://)", e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    setting + ": no URL to ask (expected: http:// or https:// and a host" + otherwise + ")");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(setting + ": a user or a fragment in the URL (expected: none)");
        }
        if (!allowLinkLocal && LinkLocal.isSpelledBy(uri.getHost())) {
            throw new IllegalArgumentException(setting + ": link-local address " + uri.getHost()
                    + " (expected: another, or allowLinkLocal: true if it is meant)");
        }
        return uri;
    }

    /**
     * Reads one that a fetched document names; it must be as safe as the document's own.
     *
     * @throws IllegalArgumentException as {@link #of}, and where it is not https although the document came by it
     */
    public static URI named(String member, String text, URI document, boolean allowLinkLocal) {
        URI found = of(member, text, allowLinkLocal, "");
        if (isHttps(document) && !isHttps(found)) {
            throw new IllegalArgumentException(member + ": " + found.getScheme() + " (expected: https, as the issuer)");
        }
        return found;
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** For logs: without a query. */
    public static String printable(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
