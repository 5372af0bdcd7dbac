package dev.sekisho.dialect.nginx.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Size;
import dev.sekisho.policy.compression.CompressionConfig;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import dev.sekisho.policy.compression.CompressionConfig.Choice;
import dev.sekisho.policy.compression.CompressionConfig.Proxied;
import dev.sekisho.policy.substitution.SubstitutionConfig;
import dev.sekisho.policy.substitution.SubstitutionConfig.EntityTag;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import dev.sekisho.policy.substitution.SubstitutionConfig.LastModified;
import dev.sekisho.policy.substitution.SubstitutionConfig.Replace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gzip, sub_filter, and what nothing here does. */
class BodiesTest {

    private static CompressionConfig gzip(Drafted drafted) {
        return drafted.policy("compression", CompressionConfig.class);
    }

    @Test
    void gzipIsOffUnlessItIsOn() {
        assertThat(Drafted.files("").find("compression", CompressionConfig.class))
                .isEmpty();
        assertThat(Drafted.http("gzip on; server { location / { gzip off; } }", "/")
                        .find("compression", CompressionConfig.class))
                .isEmpty();
    }

    @Test
    void gzipHasTheDefaultsOfNginx() {
        Drafted drafted = Drafted.files("gzip on;");
        CompressionConfig config = gzip(drafted);
        assertThat(config.algorithms()).containsExactly(Algorithm.GZIP);
        assertThat(config.types()).containsExactly("text/html");
        assertThat(config.minLength()).isEqualTo(new Size(20));
        assertThat(config.gzipLevel()).isEqualTo(1);
        assertThat(config.statuses()).extracting(Object::toString).containsExactly("200", "403-404");
        assertThat(config.proxied()).containsExactly(Proxied.OFF);
        assertThat(config.http10()).isFalse();
        assertThat(config.choice()).isEqualTo(Choice.NAMED);
        assertThat(config.vary()).isFalse();
        assertThat(drafted.told("no-transform")).singleElement().asString().startsWith("nginx.differs");
    }

    @Test
    void gzipIsSet() {
        Drafted drafted = Drafted.files("gzip on; gzip_types text/css application/json text/html; gzip_min_length 1k;"
                + " gzip_comp_level 6; gzip_vary on; gzip_proxied any; gzip_disable msie6;");
        CompressionConfig config = gzip(drafted);
        assertThat(config.types()).containsExactly("text/html", "text/css", "application/json");
        assertThat(config.minLength()).isEqualTo(new Size(1024));
        assertThat(config.gzipLevel()).isEqualTo(6);
        assertThat(config.proxied()).containsExactly(Proxied.ANY);
        assertThat(config.vary()).isTrue();
        assertThat(drafted.told("gzip_disable"))
                .singleElement()
                .asString()
                .startsWith("nginx.no-effect: gzip_disable msie6;");
        assertThat(drafted.told("gzip_vary")).singleElement().asString().startsWith("nginx.differs: gzip_vary on;");
        assertThat(gzip(Drafted.files("gzip on; gzip_types *; gzip_min_length 0;"))
                        .types())
                .containsExactly("text/html", "*/*");
    }

    @Test
    void whoseResponsesAreCompressed() {
        Drafted drafted = Drafted.files("gzip on; gzip_vary on; gzip_http_version 1.0;"
                + " gzip_proxied expired no-cache no-store private no_last_modified no_etag auth;");
        assertThat(gzip(drafted).proxied())
                .containsExactly(
                        Proxied.EXPIRED,
                        Proxied.NO_CACHE,
                        Proxied.NO_STORE,
                        Proxied.PRIVATE,
                        Proxied.NO_LAST_MODIFIED,
                        Proxied.NO_ETAG,
                        Proxied.AUTH);
        assertThat(gzip(drafted).http10()).isTrue();
        assertThat(drafted.told("gzip_proxied")).isEmpty();
    }

    @Test
    void textsAreReplacedInAnyCase() {
        SubstitutionConfig config = Drafted.passed(
                        "sub_filter </HEAD> '<b>$remote_addr</b></head>'; sub_filter a '{b}'; sub_filter_types text/css;")
                .policy("substitution", SubstitutionConfig.class);
        assertThat(config.replace())
                .containsExactly(
                        new Replace("</HEAD>", "<b>{clientAddress}</b></head>", true, true, Escape.NONE),
                        new Replace("a", "{{b}", true, true, Escape.NONE));
        assertThat(config.types()).containsExactly("text/html", "text/css");
        assertThat(config.lastModified()).isEqualTo(LastModified.DROP);
        assertThat(config.etag()).isEqualTo(EntityTag.DROP);
        SubstitutionConfig all = Drafted.passed("sub_filter a b; sub_filter_once off; sub_filter_last_modified on;")
                .policy("substitution", SubstitutionConfig.class);
        assertThat(all.replace()).extracting(Replace::once).containsExactly(false);
        assertThat(all.lastModified()).isEqualTo(LastModified.KEEP);
        assertThat(all.etag()).isEqualTo(EntityTag.WEAKEN);
    }

    @Test
    void textsThatCannotBeFoundAreReported() {
        Drafted drafted = Drafted.passed("sub_filter $host x; sub_filter " + "y".repeat(1025) + " x;");
        assertThat(drafted.told("nginx.not-honoured: sub_filter")).hasSize(2);
        assertThat(drafted.find("substitution", SubstitutionConfig.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssi on;",
                "add_before_body /a;",
                "add_after_body /a;",
                "add_trailer X y;",
                "gunzip on;",
                "userid on;",
                "gzip_static always;"
            })
    void whatNothingDoesIsReported(String directive) {
        assertThat(Drafted.files(directive).told("nginx.not-honoured")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ssi off;", "add_before_body \"\";", "gunzip off;", "userid log;", "gzip_static off;", "etag on;"
            })
    void whatChangesNothingIsNot(String directive) {
        assertThat(Drafted.files(directive).told("nginx.not-honoured")).isEmpty();
        assertThat(Drafted.files(directive).told(directive)).isEmpty();
    }

    @Test
    void whatIsInheritedIsToldOnce() {
        Drafted drafted = Drafted.http("ssi on; server { location / { } location /a { } }", "/", "/a");
        assertThat(drafted.told("ssi on;")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip_static on;", "chunked_transfer_encoding off;"})
    void detailsThatDifferAreTold(String directive) {
        assertThat(Drafted.files(directive).told(directive))
                .singleElement()
                .asString()
                .startsWith("nginx.differs");
    }
}
