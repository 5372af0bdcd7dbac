package dev.sekisho.dialect.nginx.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.LocationTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of locations as ranks. */
class ArrangementTest {

    private static LocationTree tree(String text) {
        return ConfigReader.read(Case.tree("events {}\nhttp {\nserver {\n" + text + "\n}\n}\n"))
                .http()
                .servers()
                .servers()
                .getFirst()
                .locations();
    }

    private static Arrangement.Placed placed(Arrangement arrangement, String location) {
        return arrangement.locations().stream()
                .filter(each -> each.location().name().toString().equals(location) && !each.slash())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void exactBeforeExpressionsInOrderBeforePrefixes() {
        Arrangement all = Arrangement.of(tree("location /a {} location ~ a {} location ~ b {} location = /a {}"));
        assertThat(placed(all, "= /a").rank()).isGreaterThan(placed(all, "~ a").rank());
        assertThat(placed(all, "~ a").rank()).isGreaterThan(placed(all, "~ b").rank());
        assertThat(placed(all, "~ b").rank()).isGreaterThan(placed(all, "/a").rank());
        assertThat(placed(all, "/a").rank()).isPositive();
        assertThat(all.top()).isGreaterThan(placed(all, "= /a").rank() + Arrangement.STEP);
    }

    @Test
    void prefixesKeepExpressionsOut() {
        Arrangement all =
                Arrangement.of(tree("location ^~ /img/ {} location /img/raw/ {} location / {} location ~ \\.png$ {}"));
        assertThat(placed(all, "~ \\.png$").within()).isEqualTo(Map.of("/img/", false, "/img/raw/", true));
        assertThat(placed(all, "/img/raw/").within()).isEmpty();
    }

    @Test
    void innerLocationsAreForTheirOuterOneAlone() {
        Arrangement all = Arrangement.of(
                tree("location /a/ { location ~ x {} location /a/b/ {} } location /a/c/ {} location ~ y {}"));
        assertThat(placed(all, "~ x").within()).isEqualTo(Map.of("/", false, "/a/", true, "/a/c/", false));
        assertThat(placed(all, "/a/b/").within()).isEqualTo(Map.of("/", false, "/a/", true, "/a/c/", false));
        assertThat(placed(all, "~ y").within()).isEmpty();
        assertThat(placed(all, "~ x").rank()).isGreaterThan(placed(all, "~ y").rank());
    }

    @Test
    void namedLocationsHaveNoPlace() {
        assertThat(Arrangement.of(tree("location @a {}")).locations()).isEmpty();
    }
}
