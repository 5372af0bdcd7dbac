package dev.sekisho.dialect.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.config.Defaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectiveTableTest {

    private final DirectiveTable table = DirectiveTable.standard();

    @Test
    void aDirectiveIsNamedOnceInEachContext() {
        Map<String, DirectiveSpec> seen = new HashMap<>();
        for (DirectiveSpec spec : table.all()) {
            for (Context context : spec.contexts()) {
                assertThat(seen.put(context + " " + spec.name(), spec))
                        .as("%s in %s", spec.name(), context)
                        .isNull();
            }
        }
    }

    @Test
    void theSameNameMayMeanOtherThingsElsewhere() {
        assertThat(table.named("server")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(table.named("keepalive_timeout"))
                .extracting(DirectiveSpec::kind)
                .containsExactly(ValueKind.OWN, ValueKind.MILLISECONDS);
    }

    @Test
    void kindsValuesAndBoundsAreRead() {
        assertThat(table.named("satisfy").getFirst().values()).containsExactly("all", "any");
        assertThat(table.named("limit_req_status").getFirst().bounds()).containsExactly(400L, 599L);
        assertThat(table.named("http2").getFirst().since()).isEqualTo("1.25.1");
        assertThat(table.named("auth_jwt").getFirst().since()).isEqualTo("plus");
        assertThat(table.named("location").getFirst().isBlock()).isTrue();
        assertThat(table.named("nothing_like_it")).isEmpty();
    }

    @Test
    void defaultsAreOfDirectivesThatThereAreAndFitThem() {
        assertThat(Defaults.all()).hasSizeGreaterThan(150);
        Defaults.all().forEach((name, directive) -> {
            List<DirectiveSpec> specs = table.named(name);
            assertThat(specs).as(name).isNotEmpty();
            assertThat(specs)
                    .as(name)
                    .anyMatch(spec -> spec.arguments().fits(directive.args().size()));
        });
    }
}
