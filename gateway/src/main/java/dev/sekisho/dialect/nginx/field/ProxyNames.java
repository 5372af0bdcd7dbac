package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.upstream.Pass;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $proxy_host} and {@code $proxy_port}, which {@code proxy_pass} of the place gives their values. */
record ProxyNames(Pass pass) {

    private static final Pattern HOST = Pattern.compile("\\$(?:proxy_host\\b|\\{proxy_host\\})", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile("\\$(?:proxy_port\\b|\\{proxy_port\\})", Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH_PORT = Pattern.compile(".*[^:]:([0-9]+)");

    /** A text of nginx with what they stand for; other variables stay, those that {@code proxy_pass} names among them. */
    String in(String text) {
        String named = HOST.matcher(text).replaceAll(Matcher.quoteReplacement(host()));
        return PORT.matcher(named).replaceAll(Matcher.quoteReplacement(port()));
    }

    /** The name behind {@code proxy_pass}, without the port that goes without saying. */
    String host() {
        if (pass.host().startsWith("unix:")) {
            return "localhost";
        }
        String usual = ":" + usualPort();
        return pass.host().endsWith(usual)
                ? pass.host().substring(0, pass.host().length() - usual.length())
                : pass.host();
    }

    private String port() {
        Matcher written = WITH_PORT.matcher(pass.host());
        return pass.host().startsWith("unix:") ? "" : written.matches() ? written.group(1) : usualPort();
    }

    private String usualPort() {
        return pass.isSecure() ? "443" : "80";
    }
}
