package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Pattern ROUTE = Pattern.compile("name: r(\\d+), match: \\{ path: \"([^\"]+)\" }, to: (\\w+)");

    /** The paths that are requested must be those that the configuration routes, or everything would be a 404. */
    @Test
    void everyRouteHasAPathThatItMatches() {
        Matcher routes = ROUTE.matcher(SekishoConfig.routes(6, 4));
        for (int i = 0; i < 6; i++) {
            assertThat(routes.find()).isTrue();
            assertThat(routes.group(1)).isEqualTo(Integer.toString(i));
            String regex = routes.group(2).replace("*", ".+").replaceAll("\\{id}", "[^/]+");
            assertThat(SekishoConfig.pathOf(i)).matches(regex);
            assertThat(routes.group(3)).isEqualTo(i == 4 ? "other" : "backend");
        }
        assertThat(routes.find()).isFalse();
    }
}
