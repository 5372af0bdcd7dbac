package dev.sekisho.policy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidationsTest {

    private final Invalidations invalidations = new Invalidations(1_000);

    private Meta.About about(String url, String... tags) {
        return new Meta.About(url, List.of(tags), invalidations.start());
    }

    @Test
    void whatBeganBeforeIsInvalidAndWhatBeginsAfterIsNot() {
        Meta.About before = about("http://test/a");
        Meta.About other = about("http://test/b");
        invalidations.invalidate("http://test/a");
        assertThat(invalidations.isCurrent(before)).isFalse();
        assertThat(invalidations.isCurrent(other)).isTrue();
        assertThat(invalidations.isCurrent(about("http://test/a"))).isTrue();
    }

    @Test
    void aPurgeConcernsWhatIsUnderWay() {
        Meta.About a = about("http://test/a", "x");
        Meta.About b = about("http://test/b", "y");
        invalidations.purge(new Purge.Tag("x"));
        assertThat(invalidations.mayStore(a)).isFalse();
        assertThat(invalidations.mayStore(b)).isTrue();
        invalidations.purge(new Purge.Prefix("http://test/b"));
        assertThat(invalidations.mayStore(b)).isFalse();
        assertThat(invalidations.mayStore(about("http://test/b", "y"))).isTrue();
    }

    @Test
    void whatBeganBeforeForgottenPurgesIsNotStored() {
        Meta.About old = about("http://test/a");
        for (int i = 0; i < 300; i++) {
            invalidations.purge(new Purge.Tag("t" + i));
        }
        assertThat(invalidations.mayStore(old)).isFalse();
        assertThat(invalidations.mayStore(about("http://test/a"))).isTrue();
    }

    @Test
    void aLaterStartIsLaterThanAllOfAnEarlierRun() {
        for (int i = 0; i < 1000; i++) {
            invalidations.next();
        }
        assertThat(new Invalidations(1_001).start()).isGreaterThan(invalidations.start());
    }
}
