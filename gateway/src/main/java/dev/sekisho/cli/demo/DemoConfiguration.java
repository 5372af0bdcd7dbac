package dev.sekisho.cli.demo;

import java.nio.file.Path;

/** A configuration in front of the demonstration services that uses each kind of thing once. */
public final class DemoConfiguration {

    private static final String TEXT = """
            # Change this file while the gateway runs: it reads it again by itself, and says so.
            listeners:
              - { name: http, address: "LISTEN" }

            upstreams:
              - name: users
                targets: [ { address: "USERS" } ]
              - name: orders
                targets: [ { address: "ORDERS" } ]
              - name: greetings
                targets: [ { address: "GREETINGS" } ]

            routes:
              # This path and all below it; scripts of one web site may read the answers.
              - name: users
                match: { path: /users/* }
                policies:
                  - cors: { origins: [ "https://app.example.com" ], methods: [ GET, PUT ], maxAge: 10m }
                to: users

              # /users/7/orders arrives as /orders/7.
              - name: orders-of-user
                match: { path: "/users/{userId}/orders" }
                rewrite: { path: "/orders/{userId}" }
                to: orders

              # New orders need a JSON body; the service learns where they come from.
              - name: new-order
                match: { path: /orders, method: POST, headers: { Content-Type: "~^application/json" } }
                policies:
                  - request-headers: { set: { X-Order-Source: web } }
                to: orders

              # /hello/world arrives as /world.
              - name: greetings
                match: { path: /hello/* }
                rewrite: { stripPrefix: /hello }
                to: greetings

              # Answers that need no service.
              - name: moved
                match: { path: "/v1/users/{userId}" }
                to: { redirect: { status: 308, path: "/users/{userId}" } }
              - name: closed
                match: { path: /closed }
                policies:
                  - respond: { status: 503, headers: { Retry-After: "120" }, body: "closed for today\\n" }
                to: users
              - name: welcome
                match: { path: / }
                to:
                  respond:
                    headers: { Content-Type: text/plain }
                    body: |
                      Welcome to Sekisho.

            # On every route.
            policies:
              - response-headers: { set: { X-Served-By: sekisho } }

            telemetry:
              accessLog: { file: "LOG" }
            """;

    private DemoConfiguration() {}

    /**
     * Its text.
     *
     * @param listen address to listen on, {@code host:port}
     * @param log file of the access log
     */
    public static String text(String listen, DemoServices services, Path log) {
        return filled(TEXT.replace("LISTEN", listen), services, log);
    }

    /** A text with the addresses of the services and the file of the log. */
    static String filled(String text, DemoServices services, Path log) {
        return text.replace("USERS", services.address("users"))
                .replace("ORDERS", services.address("orders"))
                .replace("GREETINGS", services.address("greetings"))
                .replace("LOG", log.toString().replace("\\", "\\\\"));
    }
}
