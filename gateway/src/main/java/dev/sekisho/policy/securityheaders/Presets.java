package dev.sekisho.policy.securityheaders;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the presets send. They follow OWASP's HTTP Headers Cheat Sheet and REST Security Cheat Sheet. Strict-Transport-Security is in
 * none: the listener that has the certificates sends it ({@code tls.hsts}), on answers without a route too.
 */
final class Presets {

    private static final String STRICT =
            "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";
    private static final String FEATURES =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private Presets() {}

    /** The fields of a preset with their values, which the caller may change. */
    static Map<SecurityField, String> of(SecurityHeadersConfig.Preset preset, boolean strictContent) {
        if (strictContent && preset != SecurityHeadersConfig.Preset.WEB) {
            throw new IllegalArgumentException("strictContent: true (expected: only with preset: web)");
        }
        Map<SecurityField, String> values = new EnumMap<>(SecurityField.class);
        switch (preset) {
            case WEB -> web(values, strictContent);
            case API -> api(values);
            case NONE -> {}
        }
        return values;
    }

    private static void web(Map<SecurityField, String> values, boolean strictContent) {
        values.put(SecurityField.CONTENT_TYPE_OPTIONS, "nosniff");
        values.put(
                SecurityField.FRAME_OPTIONS,
                "SAMEORIGIN"); // for browsers without frame-ancestors, which wins elsewhere
        values.put(SecurityField.CONTENT_SECURITY_POLICY, strictContent ? STRICT : "frame-ancestors 'self'");
        values.put(SecurityField.REFERRER_POLICY, "strict-origin-when-cross-origin");
        values.put(SecurityField.PERMISSIONS_POLICY, FEATURES);
        values.put(SecurityField.OPENER_POLICY, "same-origin");
        values.put(SecurityField.RESOURCE_POLICY, "same-origin");
        values.put(SecurityField.CROSS_DOMAIN_POLICIES, "none");
    }

    private static void api(Map<SecurityField, String> values) {
        values.put(SecurityField.CONTENT_TYPE_OPTIONS, "nosniff");
        values.put(SecurityField.FRAME_OPTIONS, "DENY");
        values.put(SecurityField.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        values.put(SecurityField.REFERRER_POLICY, "no-referrer");
        values.put(SecurityField.CROSS_DOMAIN_POLICIES, "none");
    }
}
