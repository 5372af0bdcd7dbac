package dev.sekisho.cli.demo;

import java.nio.file.Path;

/** The same in Kong's language: what {@link DemoConfiguration} does, as far as Kong can say it. Kong's files name no listeners. */
public final class KongDemonstration {

    private static final String TEXT = """
            # Change this file while the gateway runs: it reads it again by itself, and says so.
            _format_version: "3.0"

            services:
              - name: users
                url: http://USERS
                routes:
                  # Every path that starts so; scripts of one web site may read the answers.
                  - name: users
                    paths: [ /users ]
                    strip_path: false
                    plugins:
                      - name: cors
                        config: { origins: [ "https://app.example.com" ], methods: [ GET, PUT ], max_age: 600 }
                  - name: moved
                    paths: [ /v1/users ]
                    plugins:
                      - name: redirect
                        config: { status_code: 308, location: "https://api.example.com/users" }
                  - name: closed
                    paths: [ /closed ]
                    plugins:
                      - name: request-termination
                        config: { status_code: 503, content_type: text/plain, body: "closed for today" }

              - name: orders
                url: http://ORDERS
                routes:
                  # /users/7/orders arrives as /orders/7: expressions go before plain paths.
                  - name: orders-of-user
                    paths: [ '~/users/(?<user>[0-9]+)/orders$' ]
                    plugins:
                      - name: request-transformer
                        config: { replace: { uri: "/orders/$(uri_captures.user)" } }
                  # New orders need a JSON body; the service learns where they come from.
                  - name: new-order
                    paths: [ /orders ]
                    strip_path: false
                    methods: [ POST ]
                    headers: { Content-Type: [ "~*^application/json" ] }
                    plugins:
                      - name: request-transformer
                        config: { add: { headers: [ "X-Order-Source:web" ] } }

              # /hello/world arrives as /world.
              - name: greetings
                url: http://GREETINGS
                routes:
                  - name: greetings
                    paths: [ /hello ]

            # On every route.
            plugins:
              - name: response-transformer
                config: { add: { headers: [ "X-Served-By:sekisho" ] } }
              - name: file-log
                config: { path: "LOG" }
            """;

    private KongDemonstration() {}

    /** Its text; {@code log} is the file of the plugin file-log. */
    public static String text(DemoServices services, Path log) {
        return DemoConfiguration.filled(TEXT, services, log);
    }
}
