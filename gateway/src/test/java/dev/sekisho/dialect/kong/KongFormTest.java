package dev.sekisho.dialect.kong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.kong.plugin.Plugins;
import dev.sekisho.dialect.yaml.Golden;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.model.Model;
import dev.sekisho.model.Route;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Kong's form of answers, and requests without a route, add to a model. */
class KongFormTest {

    private static final KongDialect DIALECT =
            new KongDialect(new Plugins(Policies.configTypes()), name -> Optional.empty());

    private static final String FILE = """
            _format_version: "3.0"
            services:
            - name: users
              url: http://users:3000
              routes:
              - { name: users, paths: [ /users, /teams ], plugins: [ { name: key-auth } ] }
              - { name: open, paths: [ /open ], strip_path: false, protocols: [ https ] }
            """;

    private static Model model(KongDialect dialect, String text) {
        Compilation compilation = dialect.compile(List.of(new Document("kong.yml", text)));
        assertThat(compilation.failed())
                .as(compilation.diagnostics().toString())
                .isFalse();
        return compilation.model();
    }

    @Test
    void theFormIsPoliciesOfTheModel() throws IOException {
        String written = new YamlWriter(Policies.configTypes()).write(model(DIALECT.inFormOfProduct(), FILE));
        Golden.check(Golden.project().resolve("gateway/src/test/resources/dialect/kong/form/form.yaml"), written);
    }

    @Test
    void withoutItNothingIsAdded() {
        Model model = model(DIALECT, FILE);
        assertThat(model.routes()).extracting(Route::name).containsExactly("users", "open");
        assertThat(model.policies()).hasSize(1);
    }

    @Test
    void aLogOfEverythingHasARouteForTheRest() {
        String log = "plugins: [ { name: tcp-log, config: { host: collector, port: 5140 } } ]\n";
        Model model = model(DIALECT, FILE + log);
        assertThat(model.routes()).extracting(Route::name).containsExactly("users", "open", "no-route");
        assertThat(model.routes().getLast().rank()).isEqualTo(-1);
        assertThat(model.routes().getLast().policies()).hasSize(2);
    }

    @Test
    void aRouteForEveryRequestLeavesNoRest() {
        String all = "routes: [ { name: all, paths: [ / ], service: users } ]\n";
        String log = "plugins: [ { name: tcp-log, config: { host: collector, port: 5140 } } ]\n";
        assertThat(model(DIALECT, FILE + all + log).routes())
                .extracting(Route::name)
                .containsExactly("users", "open", "all");
    }

    @Test
    void aNameThatIsTakenIsLeftToItsRoute() {
        String own = "routes: [ { name: no-route, paths: [ /x ], service: users } ]\n";
        assertThat(model(DIALECT.inFormOfProduct(), FILE + own).routes())
                .extracting(Route::name)
                .contains("no-route", "no-route~2");
    }
}
