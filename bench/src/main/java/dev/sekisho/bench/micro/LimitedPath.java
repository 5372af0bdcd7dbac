package dev.sekisho.bench.micro;

/** The same with a token bucket by the client's address, which lets all pass and tells what is left: what it takes longer is the limit's. */
public class LimitedPath extends PlainPath {

    @Override
    protected String policies() {
        return """
                policies:
                  - rate-limit: { algorithm: token-bucket, limits: [ { requests: 1000000000, per: second } ], key: address }
                """;
    }
}
