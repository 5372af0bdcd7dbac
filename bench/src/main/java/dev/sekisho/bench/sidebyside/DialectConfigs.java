package dev.sekisho.bench.sidebyside;

/** Gateways as their users write them, in the languages of other products. */
final class DialectConfigs {

    /** What is asked for: an API behind limits, headers and a log. */
    static final String PATH = "/api/v1/orders/7";

    private static final String NGINX = """
            log_format gateway escape=json '{"time":"$time_iso8601","remote_addr":"$remote_addr",'
              '"request_method":"$request_method","request_uri":"$request_uri","status":"$status",'
              '"body_bytes_sent":"$body_bytes_sent","request_time":"$request_time",'
              '"upstream_response_time":"$upstream_response_time","http_user_agent":"$http_user_agent",'
              '"upstream_addr":"$upstream_addr"}';
            access_log gateway.log gateway buffer=64k flush=1s;
            client_max_body_size 10m;
            gzip on;
            gzip_vary on;
            gzip_min_length 1024;
            gzip_types application/json application/xml text/plain;
            add_header X-Content-Type-Options "nosniff" always;
            add_header X-Frame-Options "DENY" always;
            add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
            add_header Referrer-Policy "strict-origin-when-cross-origin" always;
            limit_req_zone $binary_remote_addr zone=api:10m rate=1000000r/s;
            limit_req_status 429;
            limit_conn_status 429;
            limit_conn_zone $binary_remote_addr zone=connections:10m;
            upstream orders {
              least_conn;
              server 127.0.0.1:%2$d weight=5 max_fails=3 fail_timeout=30s;
              keepalive 64;
              keepalive_requests 1000000000;
            }
            server {
              listen 127.0.0.1:%1$d reuseport backlog=16384;
              server_name _;
              location /health { access_log off; return 200 '{"status":"healthy"}'; }
              location /api/v1/orders {
                limit_req zone=api burst=1000000 nodelay;
                limit_conn connections 1000;
                proxy_pass http://orders;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host;
                proxy_set_header X-Real-IP $remote_addr;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header X-Request-ID $request_id;
                proxy_connect_timeout 5s;
                proxy_read_timeout 60s;
                proxy_send_timeout 10s;
              }
              error_page 429 = @limited;
              location @limited { default_type application/json; return 429 '{"error":"rate_limit_exceeded"}'; }
              error_page 502 503 504 = @unavailable;
              location @unavailable { default_type application/json; return 503 '{"error":"service_unavailable"}'; }
            }
            """;

    private static final String KONG = """
            _format_version: "3.0"
            upstreams:
              - name: orders
                algorithm: least-connections
                targets: [ { target: "127.0.0.1:%1$d", weight: 100 } ]
            services:
              - name: orders
                host: orders
                protocol: http
                routes:
                  - { name: orders, paths: [ /api/v1/orders ], strip_path: false, preserve_host: true }
                plugins:
                  - { name: rate-limiting, config: { second: 1000000, policy: local, limit_by: ip } }
                  - { name: cors, config: { origins: [ "https://app.example.com" ] } }
                  - { name: request-size-limiting, config: { allowed_payload_size: 10 } }
                  - { name: response-transformer, config: { add: { headers: [ "X-Frame-Options: DENY" ] } } }
            """;

    private DialectConfigs() {}

    /** The body of {@code http} of a nginx.conf. */
    static String nginx(int port, int backend) {
        return NGINX.formatted(port, backend);
    }

    /** A kong.yml, which says nothing of where the gateway listens. */
    static String kong(int backend) {
        return KONG.formatted(backend);
    }
}
