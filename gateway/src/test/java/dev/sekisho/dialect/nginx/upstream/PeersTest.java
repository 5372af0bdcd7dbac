package dev.sekisho.dialect.nginx.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.Drafts;
import dev.sekisho.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeersTest {

    private final Report report = new Report();

    private List<Target> targets(String servers) {
        Drafts drafts = Drafts.http("upstream a {\n" + servers + "\n}");
        return Peers.targets(drafts.in().config().http().upstreams().getFirst(), 80, report);
    }

    private Target only(String server) {
        return targets(server).getFirst();
    }

    private List<String> found() {
        return report.found().stream().map(each -> each.code()).toList();
    }

    @Test
    void addressesWithAndWithoutPort() {
        assertThat(targets("server 10.0.0.1:8080; server 10.0.0.2; server app.test; server [::1]:90;"))
                .extracting(target -> target.address().toString())
                .containsExactly("10.0.0.1:8080", "10.0.0.2:80", "app.test:80", "[::1]:90");
        assertThat(found()).isEmpty();
    }

    @Test
    void weightBackupDownAndDrain() {
        assertThat(only("server 10.0.0.1 weight=5;").weight()).isEqualTo(5);
        assertThat(only("server 10.0.0.1 backup; server 10.0.0.2;").backup()).isTrue();
        Target down = only("server 10.0.0.1 down weight=3; server 10.0.0.2;");
        assertThat(down.drain()).isTrue();
        assertThat(down.weight()).as("keys of the others stay where they are").isEqualTo(3);
        Target stuck = only("sticky cookie a; server 10.0.0.1 down; server 10.0.0.2;");
        assertThat(stuck.weight()).as("not even for clients that stick to it").isZero();
        assertThat(only("server 10.0.0.1 drain; server 10.0.0.2;").drain()).isTrue();
        assertThat(only("server 10.0.0.1 max_conns=7;").maxRequests()).isEqualTo(7);
    }

    @Test
    void oneThatStandsTwiceIsOneOfTheWeightOfBoth() {
        Target twice = only("server 10.0.0.1 weight=2; server 10.0.0.1;");
        assertThat(twice.weight()).isEqualTo(3);
        assertThat(found()).singleElement().asString().contains("differs");
    }

    @Test
    void whatIsAsNginxHasItIsNotSaid() {
        Target target = only("server 10.0.0.1 max_fails=1 fail_timeout=10s;");
        assertThat(target.maxFails()).isEmpty();
        assertThat(target.failTimeout()).isEmpty();
    }

    @Test
    void failuresThatTakeAServerOut() {
        Target target = only("server 10.0.0.1 max_fails=3 fail_timeout=30s;");
        assertThat(target.maxFails()).contains(3);
        assertThat(target.failTimeout()).contains(Duration.ofSeconds(30));
        assertThat(only("server 10.0.0.1 max_fails=0;").maxFails()).contains(0);
        assertThat(found()).isEmpty();
    }

    @Test
    void aServerThatRestsForNoTimeNeverRests() {
        Target target = only("server 10.0.0.1 fail_timeout=0;");
        assertThat(target.maxFails()).contains(0);
        assertThat(target.failTimeout()).isEqualTo(Optional.empty());
        assertThat(found()).containsExactly("nginx.differs");
    }

    @Test
    void recordsOfServices() {
        Target target = only("server app.test service=http resolve;");
        assertThat(target.address().toString()).isEqualTo("_http._tcp.app.test:0");
        assertThat(only("server app.test service=_grpc._tcp resolve;").address().host())
                .isEqualTo("_grpc._tcp.app.test");
        assertThat(targets("server app.test service=a.b resolve;")).isEmpty();
        assertThat(found()).containsExactly("nginx.not-honoured");
    }

    @Test
    void socketsOfTheFileSystemAreRefused() {
        assertThat(targets("server unix:/run/app.sock;")).isEmpty();
        assertThat(found()).containsExactly("nginx.not-honoured");
    }
}
