package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.identity.Principal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final Optional<Principal> GUEST = Optional.of(Principal.of("anonymous", "guest"));

    @Test
    void wrongCredentialsPassAsSomebodyOnlyWhereTheSettingsSaySo() {
        assertThat(Identity.forWrong(true, GUEST)).isEqualTo(GUEST);
        assertThat(Identity.forWrong(false, GUEST)).isEmpty();
        assertThat(Identity.forWrong(false, Optional.empty())).isEmpty();
        assertThatThrownBy(() -> Identity.forWrong(true, Optional.empty()))
                .hasMessage("anonymousOnWrong: true (expected: only beside anonymous)");
    }
}
