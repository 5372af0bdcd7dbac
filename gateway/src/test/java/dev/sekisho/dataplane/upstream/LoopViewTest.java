package dev.sekisho.dataplane.upstream;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import dev.sekisho.dataplane.upstream.health.HealthRules;
import dev.sekisho.model.Address;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Caps;
import dev.sekisho.model.Dns;
import dev.sekisho.model.Health;
import dev.sekisho.model.Http2Bounds;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.Pool;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.UpstreamTimeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may serve as a loop sees it: panic, backups, slow start. */
class LoopViewTest {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(100);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Health HEALTH = new Health(
            Optional.empty(),
            Optional.of(new PassiveHealth(1, List.of(), 1, 1, 1, Duration.ZERO, HOUR)),
            Optional.empty(),
            0);
    private static final HealthRules RULES = HealthRules.of(HEALTH);

    private final Exchange x = request("GET", "a.test", "/", "");
    private final List<Member> members = new ArrayList<>();

    private Member add(int weight, boolean backup, boolean drain, String zone) {
        Address address = new Address("127.0.0.1", 1 + members.size());
        InetSocketAddress where = new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
        TargetState state = new TargetState(
                new TargetState.Identity("up", address, where, Protocol.HTTP1, Optional.empty(), ProxyHeader.OFF),
                Transport.select("nio"),
                1,
                HealthEvents.NONE);
        Member member = new Member(state, new Endpoint(address, where, weight, backup, drain, Map.of("zone", zone)));
        members.add(member);
        return member;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            add(1, false, false, "a");
        }
    }

    private UpstreamService service(int panicThreshold, Duration slowStart) {
        Upstream upstream = new Upstream(
                "up",
                List.of(),
                Optional.empty(),
                new Balance(Balance.Algorithm.ROUND_ROBIN, Optional.empty(), Optional.empty(), slowStart),
                new Health(Optional.empty(), HEALTH.passive(), Optional.empty(), panicThreshold),
                Optional.empty(),
                Optional.empty(),
                new Caps(0, 0, 0, 0),
                new UpstreamTimeouts(HOUR, HOUR, HOUR, Duration.ZERO, Duration.ZERO),
                new Pool(1, Optional.of(1), Optional.empty(), HOUR, HOUR, Duration.ZERO),
                Optional.empty(),
                Protocol.HTTP1,
                new Http2Bounds(100),
                ProxyHeader.OFF,
                new Dns(HOUR, HOUR, List.of(), HOUR, false),
                Origin.NONE);
        UpstreamService service = new UpstreamService(upstream, Optional.empty(), BreakerEvents.NONE, 1);
        service.members(new Members(members, false));
        return service;
    }

    private void down(int number) {
        members.get(number)
                .state()
                .health()
                .reported(RULES, Reason.UPSTREAM_RESET, 0, x.loop().now());
    }

    /** Ports of all that are picked. */
    private Set<Integer> picked(UpstreamService service, Subset subset) {
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            Member member = service.view(x.loop()).pick(x, subset, 0);
            if (member != null) {
                ports.add(member.endpoint().target().port());
            }
        }
        return ports;
    }

    /** Of ten targets: below the threshold all serve, at it or above only healthy ones do. */
    @ParameterizedTest
    @CsvSource({"50, 5, 5", "50, 6, 10", "51, 5, 10", "0, 9, 1", "0, 10, 0", "1, 10, 10", "1, 9, 1", "100, 1, 10"})
    void belowThePanicThresholdHealthIsNotLookedAt(int threshold, int down, int serving) {
        add(10);
        for (int i = 0; i < down; i++) {
            down(i);
        }
        assertThat(picked(service(threshold, Duration.ZERO), Subset.ALL)).hasSize(serving);
    }

    @Test
    void thePanicEndsWithItsCause() {
        add(4);
        UpstreamService service = service(50, Duration.ZERO);
        down(0);
        down(1);
        down(2);
        assertThat(picked(service, Subset.ALL)).containsExactly(1, 2, 3, 4);
        members.get(1)
                .state()
                .health()
                .reported(RULES, Reason.NONE, 200, x.loop().now());
        assertThat(picked(service, Subset.ALL)).containsExactly(2, 4);
    }

    @Test
    void onlyTargetsOfTheSubsetWithAWeightAreCounted() {
        add(3);
        add(1, false, false, "b");
        add(1, false, false, "b");
        add(0, false, false, "b");
        down(3);
        UpstreamService service = service(50, Duration.ZERO);
        Subset b = new Subset(Map.of("zone", "b"));
        assertThat(picked(service, b)).as("half of two, not a third of three").containsExactly(5);
        down(4);
        assertThat(picked(service, b)).containsExactly(4, 5);
        assertThat(picked(service, Subset.ALL)).as("three of five").containsExactly(1, 2, 3);
    }

    @Test
    void backupsServeWhileNobodyElseDoes() {
        add(2);
        add(1, true, false, "a");
        add(1, false, true, "a");
        UpstreamService service = service(0, Duration.ZERO);
        assertThat(picked(service, Subset.ALL)).containsExactly(1, 2);
        down(0);
        assertThat(picked(service, Subset.ALL)).containsExactly(2);
        down(1);
        assertThat(picked(service, Subset.ALL)).containsExactly(3);
    }

    /** Hundredths of its weight, by how much of the slow start is over. */
    @ParameterizedTest
    @CsvSource({"0, 10", "5, 10", "10, 10", "11, 11", "50, 50", "99, 99", "100, 100", "5000, 100"})
    void theShareOfANewTargetGrowsInALine(int percent, int expected) {
        add(1);
        Member heavy = add(3, false, false, "a");
        UpstreamService service = service(0, Duration.ofNanos(WINDOW));
        long since = x.loop().now() - WINDOW / 100 * percent;
        heavy.state().health().reported(RULES, Reason.UPSTREAM_RESET, 0, since - 1);
        heavy.state().health().reported(RULES, Reason.NONE, 200, since);
        LoopView view = service.view(x.loop());
        assertThat(view.pick(x, Subset.ALL, 0)).isNotNull();
        assertThat(view.weight(1)).isEqualTo(3 * expected);
    }

    @Test
    void aSlowStartIsAsLongAsItsShareSays() {
        add(2);
        for (int i = 0; i < 2; i++) {
            long since = x.loop().now() - (i == 0 ? WINDOW : WINDOW / 4);
            members.get(i).state().health().reported(RULES, Reason.UPSTREAM_RESET, 0, since);
            members.get(i).state().health().reported(RULES, Reason.NONE, 200, since);
        }
        LoopView view = service(0, Duration.ofNanos(WINDOW)).view(x.loop());
        int fresh = 0;
        for (int i = 0; i < 125; i++) {
            fresh += view.pick(x, Subset.ALL, 0) == members.get(1) ? 1 : 0;
        }
        assertThat(fresh).as("25 : 100").isEqualTo(25);
    }

    /** nginx's max_conns: a target that is full is passed over until a request to it is over. */
    @Test
    void aFullTargetIsPassedOver() {
        add(2);
        Member full = members.getFirst();
        Endpoint.Own own = new Endpoint.Own(1, -1, -1);
        Endpoint as = full.endpoint();
        members.set(0, new Member(full.state(), new Endpoint(as.target(), as.where(), 1, false, false, Map.of(), own)));
        UpstreamService service = service(0, Duration.ZERO);
        assertThat(picked(service, Subset.ALL)).containsExactly(1, 2);
        full.state().countCall(x.loop(), 1);
        assertThat(picked(service, Subset.ALL)).containsExactly(2);
        assertThat(service.reasons(Subset.ALL, x.loop().now()).getFirst()).contains("1 requests are under way");
        full.state().countCall(x.loop(), -1);
        assertThat(picked(service, Subset.ALL)).containsExactly(1, 2);
    }
}
