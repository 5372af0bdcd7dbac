package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;

/** Configurations of texts that nginx would take. */
final class Configs {

    private Configs() {}

    static NginxConfig http(String text) {
        ConfigTree tree = Case.tree("events {}\nhttp {\n" + text + "\n}\n");
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        return ConfigReader.read(tree);
    }

    static Server server(String text) {
        return http("server {\n" + text + "\n}").http().servers().servers().getFirst();
    }
}
