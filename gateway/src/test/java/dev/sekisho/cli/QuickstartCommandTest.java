package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuickstartCommandTest {

    @Test
    void shows_requests_that_pass_and_leaves_nothing_behind() {
        Cli.Result result = Cli.run("quickstart", "--exit-after-demo");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("/users/7?fields=name'\n  HTTP/1.1 200 OK\n", "\"service\":\"users\"")
                .contains("\"service\":\"orders\",\"method\":\"GET\",\"path\":\"/orders/7\"")
                .contains("\"service\":\"greetings\",\"method\":\"GET\",\"path\":\"/world\"")
                .contains("308 Permanent Redirect\n  location: /users/7\n")
                .contains("access-control-allow-origin: https://app.example.com\n")
                .contains("HTTP/1.1 503", "HTTP/1.1 404", "HTTP/1.1 400")
                .contains("\"route\":\"orders-of-user\"", "\"reason\":\"path.above_root\"");
        Matcher file = Pattern.compile("while it serves: (.*)\n").matcher(result.out());
        assertThat(file.find()).isTrue();
        assertThat(Path.of(file.group(1)).getParent()).doesNotExist();
    }

    @Test
    void shows_the_same_from_a_file_in_the_language_of_Kong() {
        Cli.Result result = Cli.run("quickstart", "--kong", "--exit-after-demo");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("/users/7?fields=name'\n  HTTP/1.1 200 OK\n", "\"service\":\"users\"")
                .contains("\"service\":\"orders\",\"method\":\"GET\",\"path\":\"/orders/7\"")
                .contains("\"service\":\"greetings\",\"method\":\"GET\",\"path\":\"/world\"")
                .contains("308 Permanent Redirect\n  location: https://api.example.com/users\n")
                .contains("access-control-allow-origin: https://app.example.com\n")
                .contains("HTTP/1.1 503", "HTTP/1.1 404", "HTTP/1.1 400", "kong.yml")
                .contains("\"route\":{"); // of Kong's log
    }

    @Test
    void shows_the_same_from_an_nginx_conf() {
        Cli.Result result = Cli.run("quickstart", "--nginx", "--exit-after-demo");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("/users/7?fields=name'\n  HTTP/1.1 200 OK\n", "\"service\":\"users\"")
                .contains("\"service\":\"orders\",\"method\":\"GET\",\"path\":\"/orders/7\"")
                .contains("\"service\":\"greetings\",\"method\":\"GET\",\"path\":\"/world\"")
                .contains("308 Permanent Redirect\n  location: ")
                .contains("access-control-allow-origin: https://app.example.com\n")
                .contains("HTTP/1.1 503", "HTTP/1.1 404", "HTTP/1.1 400", "nginx.conf")
                .contains("\"GET /hello/world HTTP/1.1\" 200 ", " MISS"); // of its log_format
    }

    @Test
    void two_languages_at_once_are_refused() {
        assertThat(Cli.run("quickstart", "--nginx", "--kong").code()).isEqualTo(2);
    }

    @Test
    void the_training_run_sends_requests_and_none_fails() {
        Cli.Result result = Cli.run("aot-train");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).containsPattern("\\d{3,} requests, 0 failed");
    }
}
