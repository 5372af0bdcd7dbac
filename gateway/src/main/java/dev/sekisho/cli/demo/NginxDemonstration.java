package dev.sekisho.cli.demo;

import java.nio.file.Path;

/** The same as an nginx.conf: what {@link DemoConfiguration} does, and a limit, a cache and an error page, as nginx says them. */
public final class NginxDemonstration {

    private static final String TEXT = """
            # Change this file while the gateway runs: it reads it again by itself, and says so.
            events {}

            http {
                log_format short '$remote_addr "$request" $status $body_bytes_sent $upstream_cache_status';
                access_log LOG short;

                limit_req_zone $binary_remote_addr zone=clients:1m rate=50r/s;
                proxy_cache_path CACHE keys_zone=answers:1m max_size=10m;

                upstream users { server USERS; }
                upstream orders { server ORDERS; }
                upstream greetings { server GREETINGS; }

                server {
                    listen LISTEN;
                    add_header X-Served-By sekisho always;
                    limit_req zone=clients burst=100 nodelay;
                    limit_req_status 429;

                    # Every path that starts so; scripts of one web site may read the answers.
                    location /users/ {
                        if ($request_method = OPTIONS) {
                            add_header Access-Control-Allow-Origin https://app.example.com;
                            add_header Access-Control-Allow-Methods "GET, PUT";
                            add_header Access-Control-Max-Age 600;
                            return 204;
                        }
                        proxy_pass http://users;
                    }

                    # /users/7/orders arrives as /orders/7: expressions go before plain prefixes.
                    location ~ ^/users/(?<user>[0-9]+)/orders$ {
                        proxy_pass http://orders/orders/$user;
                    }

                    # The service learns where new orders come from.
                    location = /orders {
                        client_max_body_size 64k;
                        proxy_set_header X-Order-Source web;
                        proxy_pass http://orders;
                    }

                    # /hello/world arrives as /world; an answer is kept for a minute.
                    location /hello/ {
                        proxy_cache answers;
                        proxy_cache_valid 200 1m;
                        proxy_pass http://greetings/;
                    }

                    # Answers that need no service.
                    location = /v1/users/7 {
                        return 308 /users/7;
                    }
                    location = /closed {
                        add_header Retry-After 120 always;
                        default_type text/plain;
                        return 503 "closed for today\\n";
                    }
                    location = / {
                        default_type text/plain;
                        return 200 "Welcome to Sekisho.\\n";
                    }
                    location / {
                        error_page 404 /nothing;
                        return 404;
                    }
                    location = /nothing {
                        internal;
                        default_type text/plain;
                        return 404 "there is nothing here\\n";
                    }
                }
            }
            """;

    private NginxDemonstration() {}

    /**
     * Its text.
     *
     * @param listen address to listen on, {@code host:port}
     * @param log file of the access log
     * @param cache folder of the cache
     */
    public static String text(String listen, DemoServices services, Path log, Path cache) {
        return DemoConfiguration.filled(
                TEXT.replace("LISTEN", listen).replace("CACHE", cache.toString()), services, log);
    }
}
