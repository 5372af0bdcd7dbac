package dev.sekisho.dialect.yaml;

/** The parts of the reference that no record holds. */
final class ReferenceText {

    static final String HEAD = """
            # Configuration

            This reference is made from the records that the gateway reads a configuration into (`GeneratedFilesTest`
            keeps it current). `docs/sekisho.schema.json` is the same for editors; point the YAML language
            server at it with a first line `# yaml-language-server: $schema=docs/sekisho.schema.json`.

            ```yaml
            listeners:
              - { name: http, address: "127.0.0.1:8080" }
            upstreams:
              - name: users
                targets: [ { address: "127.0.0.1:3000" } ]
            routes:
              - name: users
                match: { path: /users/* }
                to: users
            ```

            A configuration may stand in several files, and in several documents of a file: their lists are joined, and
            `telemetry` stands once. The text is YAML 1.2 (core schema) without tags; `yes` and `no` are text, and numbers and
            booleans stand without quotes. An unknown key, a key given twice and a key without a value are errors. Where a list
            is expected, a single scalar is a list of one.

            ## Forms of values

            | form | written | meaning |
            |---|---|---|
            | duration | `250us`, `100ms`, `5s`, `2m`, `1h`, `7d`, `0` | always with its unit |
            | size | `512B`, `16KiB`, `10MiB`, `1GiB`; `10kB`, `5MB`, `1GB` | powers of 1024; powers of 1000 |
            | address | `127.0.0.1:8080`, `api.internal:443`, `"[::1]:80"`, `":8080"` | host and port |
            | address block | `10.0.0.0/8`, `192.0.2.1`, `"2001:db8::/32"` | addresses that share their first bits |
            | host pattern | `api.example.com`, `"*.example.com"` | the name; every name below it |
            | path pattern | `/users` | exactly this path |
            | | `/users/*` | this path and all below it, on a segment boundary; `/*` is every path |
            | | `"/users/{userId}"` | one segment that is not empty for each name in braces; may end in `/*` |
            | | `~^/v[0-9]+/` | a regular expression in RE2 syntax that finds something, anchored as written |
            | value pattern | `v1` | equal, byte for byte |
            | | `"*"`, `"!*"` | present with any value; not present |
            | | `~^v[12]$` | a regular expression in RE2 syntax that finds something |
            | secret | `${env:NAME}`, `${file:path}` | the environment variable; the content of the file without white space at its end |

            A secret may also join text and references (`user:${env:PASSWORD}`). Written in the clear it works, with a warning.
            Secrets print as `[redacted]` or as their reference.

            What serves a route, its `to`, is the name of an upstream or a mapping with exactly one of these:

            ```yaml
            to: users
            to: { upstream: users }
            to: { split: [ { upstream: users-v1, weight: 9 }, { upstream: users-v2, weight: 1 } ] }
            to: { redirect: { status: 301, path: "/v2/{userId}" } }
            to: { respond: { status: 503, body: "closed for maintenance" } }
            ```

            A policy is its type with its settings (`{}` for none). At the top level it is on every route, or, with a name, on
            the routes that name it; on a route it stands by its name or with its settings:

            ```yaml
            policies:
              - { name: browsers, cors: {} }
            routes:
              - name: users
                policies: [ browsers ]
                to: users
            ```

            Beside its settings `for` says for whom it is, where not for everybody (`docs/policies.md`):

            ```yaml
            policies:
              - rate-limit: { limits: [ { requests: 100, per: minute } ] }
                for: { consumers: [ shop ], groups: [ partners ] }
            ```

            The access log is `off`, `on`, or a mapping with `file` and `buffer`.

            ## Keys
            """;

    static final String POLICIES = """

            ## Policies
            """;

    private ReferenceText() {}
}
