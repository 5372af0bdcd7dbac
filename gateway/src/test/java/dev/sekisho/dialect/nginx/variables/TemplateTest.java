package dev.sekisho.dialect.nginx.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.nginx.variables.Template.Capture;
import dev.sekisho.dialect.nginx.variables.Template.Text;
import dev.sekisho.dialect.nginx.variables.Template.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @Test
    void textsVariablesAndGroupsWithTheirPlaces() throws Exception {
        Template template = Template.parse("a$Host-${x}b$1$2c");
        assertThat(template.parts())
                .containsExactly(
                        new Text("a", 0),
                        new Variable("host", 1),
                        new Text("-", 6),
                        new Variable("x", 7),
                        new Text("b", 11),
                        new Capture(1, 12),
                        new Capture(2, 14),
                        new Text("c", 16));
        assertThat(template.variables()).extracting(Variable::name).containsExactly("host", "x");
        assertThat(template.isConstant()).isFalse();
        assertThat(template).hasToString("a${host}-${x}b$1$2c");
    }

    @Test
    void aTextWithoutDollarIsConstant() throws Exception {
        assertThat(Template.parse("a{b}").isConstant()).isTrue();
        assertThat(Template.parse("").parts()).isEmpty();
    }

    @Test
    void zeroIsNoGroup() throws Exception {
        assertThat(Template.parse("$0").parts()).containsExactly(new Variable("0", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "a$, invalid variable name",
        "$ , invalid variable name",
        "$-x, invalid variable name",
        "${, invalid variable name",
        "${}, invalid variable name",
        "${a, the closing bracket in \"a\" variable is missing",
        "${a-b}, the closing bracket in \"a\" variable is missing"
    })
    void whatCannotBeReadInNginxsWords(String text, String message) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOfSatisfying(
                        Template.InvalidTemplateException.class,
                        e -> assertThat(e.text()).isEqualTo(message));
    }

    @Test
    void builtInVariables() {
        VariableTable http = VariableTable.http();
        assertThat(http.find("request_id")).isPresent();
        assertThat(http.isFixed("request_id")).isTrue();
        assertThat(http.isFixed("args")).isFalse();
        assertThat(http.isFixed("mine")).isFalse();
        assertThat(http.find("http_x_any_thing"))
                .hasValueSatisfying(found -> assertThat(found.isPrefix()).isTrue());
        assertThat(http.find("http_")).isEmpty();
        assertThat(http.find("session_time")).isEmpty();
        assertThat(VariableTable.stream().find("session_time")).isPresent();
        assertThat(VariableTable.stream().find("uri")).isEmpty();
        assertThat(http.names()).hasSizeGreaterThan(100);
    }
}
