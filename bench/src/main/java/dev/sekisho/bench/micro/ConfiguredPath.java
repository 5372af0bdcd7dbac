package dev.sekisho.bench.micro;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.policy.FileProbe;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Param;

/**
 * The same with what {@code sekisho convert} makes of an nginx.conf with limits, fields, compression and a log: what each policy takes
 * longer, and all of them together. Records of the log are written, and go nowhere.
 */
public class ConfiguredPath extends PlainPath {

    private static final String[] POLICIES = {"""
          - log:
              file: { path: /dev/null }
              line: '{"time":"{isoTime}","remote_addr":"{clientAddress}","request_method":"{method}",\\
            "request_uri":"{requestTarget}","status":"{status}","body_bytes_sent":"{responseSize}","request_time":"{requestTime}",\\
            "upstream_response_time":"{upstreamResponseTimes}","http_user_agent":"{clientHeader.User-Agent}",\\
            "upstream_addr":"{upstreamAddresses}"}'
              form: { escape: json-bytes, unknown: "" }
        """, """
          - request-headers:
              assign:
                X-Real-IP: "{clientAddress}"
                X-Forwarded-For: "{forwardedFor}"
                X-Forwarded-Proto: "{connectionScheme}"
                X-Request-ID: "{requestId}"
              names: hyphens
              upgrade: drop
              expect: answer
        """, """
          - response-headers:
              remove: [Date, Server, X-Pad, X-Accel-Expires, X-Accel-Redirect, X-Accel-Limit-Rate, X-Accel-Buffering, X-Accel-Charset]
              edits:
                - { name: X-Content-Type-Options, value: nosniff }
                - { name: X-Frame-Options, value: DENY }
                - { name: Strict-Transport-Security, value: "max-age=31536000; includeSubDomains" }
                - { name: Referrer-Policy, value: strict-origin-when-cross-origin }
        """, """
          - reverse-mapping: { locations: [ { from: "http://orders/", to: / } ], inFront: port }
        """, """
          - compression:
              algorithms: gzip
              types: [ text/html, application/json, application/xml, text/plain ]
              statuses: [ "200", "403-404" ]
              proxied: "off"
              http10: false
              choice: named
        """, """
          - size-limit: { request: 10MiB }
        """, """
          - rate-limit:
              limits: [ { requests: 1000000, per: second, burst: 1000000 } ]
              algorithm: leaky-bucket
              nodelay: true
              addressPrefix: { ipv6: 128 }
              emptyKey: pass
              zone: api
              headers: none
              maxKeys: 81920
              retryAfter: false
              once: true
        """, """
          - concurrency: { requests: 1000, status: 429, key: address, ipv6Prefix: 128, missing: pass, zone: connections }
        """};

    /** Which of them: the name of one, {@code all} or {@code none}; {@code -p policy=log,none} asks for others. */
    @Param("all")
    public String policy = "all";

    private final PolicyServices services = PolicyServices.offline(FileProbe.NONE);

    @Override
    protected PolicyContext context() {
        return new PolicyContext(Consumers.NONE, services);
    }

    /** A client that takes no compression, whose work would hide all else. */
    @Override
    protected byte[] head() {
        return "GET /api/v1/orders/7 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    protected String policies() {
        return policy.equals("none")
                ? ""
                : Arrays.stream(POLICIES)
                        .filter(each -> policy.equals("all") || each.contains("- " + policy + ":"))
                        .collect(Collectors.joining("", "policies:\n", ""));
    }
}
