package dev.sekisho.bench.scg;

import java.net.InetSocketAddress;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/**
 * Spring Cloud Gateway with one route to the backend; ports come from the command line, as do the profiles {@code token}, with
 * which it asks for tokens, and {@code limit}, with which it counts requests in Redis.
 */
@SpringBootApplication
public class Gateway {

    public static void main(String[] args) {
        SpringApplication.run(Gateway.class, args);
    }

    /** Counts by the client's address. */
    @Bean
    KeyResolver byAddress() {
        return exchange -> {
            InetSocketAddress client = exchange.getRequest().getRemoteAddress();
            return client == null ? Mono.empty() : Mono.just(client.getAddress().getHostAddress());
        };
    }
}
