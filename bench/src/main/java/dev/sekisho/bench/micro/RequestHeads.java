package dev.sekisho.bench.micro;

import java.nio.charset.StandardCharsets;

/** Request heads that the micro benchmarks decode. */
final class RequestHeads {

    private static final String BROWSER = """
            GET /api/users/1234567?include=orders&page=2 HTTP/1.1
            Host: shop.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
            Accept: application/json,text/html;q=0.9,*/*;q=0.8
            Accept-Language: en-GB,en;q=0.7,ja;q=0.3
            Accept-Encoding: gzip, deflate, br, zstd
            Referer: https://shop.example.com/account/orders
            Cookie: session=4f1c2a7be0d94c55b3e8; theme=dark
            X-Request-ID: 0192d7a4-5b1e-7c3f-9a2b-8e4d6f0c1a35
            Connection: keep-alive
            Cache-Control: no-cache

            """;

    private RequestHeads() {}

    /** What a browser sends to an API: ten headers, about 500 bytes, no body. */
    static byte[] browser() {
        return BROWSER.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
