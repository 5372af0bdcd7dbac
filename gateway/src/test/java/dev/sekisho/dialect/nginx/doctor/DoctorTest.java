package dev.sekisho.dialect.nginx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.Case;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the doctor finds in configurations, as text; {@code -Dsekisho.update=true} writes it anew. */
class DoctorTest {

    @TestFactory
    Stream<DynamicTest> findings() throws IOException {
        return Case.all("doctor").stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    String found = found(each);
                    assertThat(found).isEqualTo(each.updated(found).expected());
                }));
    }

    private static String found(Case each) {
        return Doctor.examine(each.tree()).stream()
                .map(found -> found.toString().replace(Case.FOLDER, "") + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void everyKindHasAnExample() throws IOException {
        Set<String> told = new TreeSet<>();
        for (Case each : Case.all("doctor")) {
            Doctor.examine(each.tree()).forEach(found -> told.add(found.code()));
        }
        assertThat(told)
                .isEqualTo(NginxKinds.ALL.stream()
                        .map(DiagnosticKind::code)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
