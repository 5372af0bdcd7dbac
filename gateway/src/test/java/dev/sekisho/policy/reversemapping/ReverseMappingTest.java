package dev.sekisho.policy.reversemapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.CookieFlags;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Flag;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.InFront;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseMappingTest {

    private final ReverseMapping type = new ReverseMapping();
    private final ChainHarness harness = new ChainHarness();

    private static ReverseMappingConfig locations(Mapping... mappings) {
        return new ReverseMappingConfig(List.of(mappings), List.of(), List.of(), List.of(), InFront.NONE);
    }

    private String after(ReverseMappingConfig config, String... fields) {
        harness.backend(302, fields);
        ChainRunner.start(harness.exchange(type.create(config)));
        return harness.fields();
    }

    private String cookie(ReverseMappingConfig config, String cookie) {
        return after(config, "Set-Cookie", cookie).strip().replaceFirst("^Set-Cookie: ", "");
    }

    @ParameterizedTest
    @CsvSource({
        "http://back/two/x?y#z, /one/x?y#z",
        "http://back/two/, /one/",
        "http://back/two, http://back/two",
        "HTTP://back/two/x, HTTP://back/two/x",
        "/two/x, /two/x",
        "https://host:81/a/b, http://host/a/b",
        "http://other/, http://other/"
    })
    void whatALocationBeginsWithIsReplaced(String location, String mapped) {
        ReverseMappingConfig config = locations(
                new Mapping("http://back/two/", "/one/"),
                new Mapping("~*^HTTPS://([^:/]+):\\d+/(.+)$", "http://{capture.1}/{capture.2}"));
        assertThat(after(config, "Location", location)).isEqualTo("Location: " + mapped + "\n");
    }

    @Test
    void theFirstThatFitsCounts() {
        ReverseMappingConfig config = locations(new Mapping("http://back", "1:"), new Mapping("http://back/", "2:"));
        assertThat(after(config, "Location", "http://back/x")).isEqualTo("Location: 1:/x\n");
    }

    @Test
    void refreshIsMappedBehindItsUrl() {
        ReverseMappingConfig config = locations(new Mapping("http://back/", "/"));
        assertThat(after(config, "Refresh", "5; URL=http://back/x")).isEqualTo("Refresh: 5; URL=/x\n");
        assertThat(after(config, "Refresh", "5")).isEqualTo("Refresh: 5\n");
        assertThat(after(config, "Link", "http://back/")).isEqualTo("Link: http://back/\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b; Domain=back; Path=/two/x|a=b; Domain=www; Path=/x",
                "a=b; domain=.BACK;path=/two/|a=b; domain=.www; path=/",
                "a=b; Domain=back.example; Path=/two|a=b; Domain=back.example; Path=/two",
                "a=b; Domain=x.back.org; HttpOnly|a=b; Domain=back.org; HttpOnly",
                "domain=back; Path=/|domain=back; Path=/",
                "a=b|a=b"
            })
    void cookiesAreForOtherPlaces(String cookie, String mapped) {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(),
                List.of(new Mapping("back", "www"), new Mapping("~\\.([A-Z]+\\.org)$", "{capture.1}")),
                List.of(new Mapping("/two/", "/")),
                List.of(),
                InFront.NONE);
        assertThat(cookie(config, cookie)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one=1; Path=/|one=1; Path=/; Secure; SameSite=Lax",
                "one=1; samesite=none; secure|one=1; samesite=Lax; secure",
                "two=1; Secure; HttpOnly; SameSite=None; Path=/|two=1; Path=/",
                "ONE=1; Secure|ONE=1"
            })
    void flagsAreAddedAndTakenAway(String cookie, String mapped) {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new CookieFlags("one", List.of(Flag.SECURE, Flag.SAMESITE_LAX)),
                        new CookieFlags("~", List.of(Flag.NO_SECURE, Flag.NO_HTTPONLY, Flag.NO_SAMESITE))),
                InFront.NONE);
        assertThat(cookie(config, cookie)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource({"NONE, /x", "HOST, http://0.0.0.0/x", "PORT, http://0.0.0.0:0/x"})
    void aLocationWithoutHostIsGivenOne(InFront inFront, String location) {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(new Mapping("http://back/", "/")), List.of(), List.of(), List.of(), inFront);
        assertThat(after(config, "Location", "http://back/x")).isEqualTo("Location: " + location + "\n");
        assertThat(after(config, "Location", "/y")).isEqualTo("Location: /y\n");
        assertThat(after(config, "Refresh", "url=http://back/x")).isEqualTo("Refresh: url=/x\n");
    }

    /** What a request has chosen neither ends a field nor an attribute. */
    @Test
    void valuesOfRequestsStayInTheirPlace() {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(new Mapping("http://back/", "http://{header.X-Name}/")),
                List.of(new Mapping("back", "{header.X-Name}")),
                List.of(),
                List.of(),
                InFront.NONE);
        harness.backend(302, "Location", "http://back/", "Set-Cookie", "a=b; Domain=back");
        Exchange x = harness.exchange(type.create(config));
        ChainHarness.field(x.request().headers(), "X-Name", "evil; Secure");
        ChainRunner.start(x);
        assertThat(harness.fields())
                .isEqualTo("Location: http://evil%3B Secure/\nSet-Cookie: a=b; Domain=evil%3B Secure\n");
    }

    @Test
    void hostileFieldsOfBackendsPassAsTheyCame() {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(new Mapping("http://back/", "/")),
                List.of(new Mapping("back", "www")),
                List.of(new Mapping("/", "/x/")),
                List.of(),
                InFront.NONE);
        for (String value :
                List.of("", ";;;", "=", "; Domain", "a; Domain=", "a;Domain", "\u00e9; Path", "a".repeat(5000))) {
            assertThat(cookie(config, value)).isEqualTo(value.isEmpty() ? "Set-Cookie:" : value);
            assertThat(after(config, "Location", value, "Refresh", "url=" + value))
                    .contains("Refresh: url=" + value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~(", "~(?=a)", "{nothing}", "a\nb"})
    void whatCannotBeLookedForIsRefused(String from) {
        assertThatThrownBy(() -> type.create(locations(new Mapping(from, "/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("locations[0].from: ");
    }

    @Test
    void whatSaysNothingIsRefused() {
        assertThatThrownBy(() -> type.create(locations())).hasMessageStartingWith("no mapping (expected: ");
        assertThatThrownBy(() -> type.create(new ReverseMappingConfig(
                        List.of(), List.of(), List.of(), List.of(new CookieFlags("a", List.of())), InFront.NONE)))
                .hasMessageStartingWith("cookieFlags[0].flags: none");
    }

    @Test
    void allocatesNothingForOtherResponses() {
        ReverseMappingConfig config = new ReverseMappingConfig(
                List.of(new Mapping("http://back/", "/")),
                List.of(),
                List.of(new Mapping("/", "/x/")),
                List.of(),
                InFront.NONE);
        harness.backend(200);
        ServedRoute route = harness.exchange(type.create(config)).route();
        harness.quiet();
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isLessThan(0.1);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(locations(new Mapping("http://back/", "/"))))
                .isEqualTo("maps locations at http://back/ to /");
    }
}
