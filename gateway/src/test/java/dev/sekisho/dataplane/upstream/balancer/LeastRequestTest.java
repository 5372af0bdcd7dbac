package dev.sekisho.dataplane.upstream.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.model.Balance.Algorithm;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class LeastRequestTest {

    /** Targets that all may serve, unless their weight is 0. */
    private record Busy(int[] weights, int[] calls) implements Candidates {
        @Override
        public int size() {
            return weights.length;
        }

        @Override
        public boolean mayServe(int i) {
            return weights[i] > 0;
        }

        @Override
        public int weight(int i) {
            return weights[i];
        }

        @Override
        public int active(int i) {
            return calls[i];
        }

        @Override
        public long latencyNanos(int i) {
            return 0;
        }

        @Override
        public int configuredWeight(int i) {
            return weights[i];
        }

        @Override
        public String address(int i) {
            return "10.0.0." + i + ":80";
        }

        @Override
        public long identity(int i) {
            return i;
        }
    }

    private final Balancer balancer = Balancers.create(Algorithm.LEAST_REQUEST, 3);

    private double[] shares(int[] weights, int... calls) {
        Busy field = new Busy(weights, calls);
        double[] shares = new double[weights.length];
        for (int i = 0; i < 100_000; i++) {
            shares[balancer.pick(field, 0)] += 1 / 100_000.0;
        }
        return shares;
    }

    private static int[] of(int... numbers) {
        return numbers;
    }

    /** Two targets were asked equally often, whatever their weights. */
    @Test
    void withoutCallsUnderWaySharesAreTheWeights() {
        assertThat(shares(of(1, 9), 0, 0)[0]).isBetween(0.09, 0.11);
        assertThat(shares(of(10, 30, 60, 0), 0, 0, 0, 0)[1]).isBetween(0.29, 0.31);
    }

    @Test
    void sharesAreWeightsDividedByCallsAndOne() {
        assertThat(shares(of(1, 4), 0, 3)[0]).isBetween(0.49, 0.51); // 1/1 : 4/4
        assertThat(shares(of(2, 3), 3, 1)[0]).isBetween(0.24, 0.26); // 2/4 : 3/2
        assertThat(shares(of(100, 200), 0, 1_000_000)[1]).isLessThan(0.001);
    }

    @Test
    void ofEqualWeightsTheBusierIsNeverTakenOfTwo() {
        assertThat(shares(of(5, 5), 1, 0)).containsExactly(0, shares(of(5, 5), 1, 0)[1]);
        assertThat(shares(of(5, 0, 5), 1, 0, 2)[0]).isGreaterThan(0.999);
    }

    /** With ever as many calls under way, each has its part of them: calls + 1 follow the weights. */
    @Test
    void callsUnderWayFollowTheWeights() {
        Busy field = new Busy(of(100, 300), of(0, 0));
        Deque<Integer> under = new ArrayDeque<>();
        double light = 0;
        for (int i = 0; i < 50_000; i++) {
            int picked = balancer.pick(field, 0);
            field.calls[picked]++;
            under.addLast(picked);
            if (under.size() > 40) {
                field.calls[under.removeFirst()]--;
            }
            light += field.calls[0] / 50_000.0;
        }
        // rates equal 1/(a+1) : 3/(b+1) where all take as long, so a/b = (b+1)/(3(a+1)): a = 14.4 of 40
        assertThat(light).isBetween(13.4, 15.4);
    }

    @Test
    void choosingAllocatesNothing() {
        Busy field = new Busy(of(1, 2, 3), of(4, 5, 6));
        int[] sum = {0};
        assertThat(Allocation.perRun(() -> sum[0] += balancer.pick(field, 0))).isLessThan(1);
    }

    @Test
    void nobodyIsTakenWhereNobodyServes() {
        assertThat(balancer.pick(new Busy(of(0, 0), of(0, 0)), 0)).isEqualTo(-1);
        assertThat(balancer.pick(new Busy(of(), of()), 0)).isEqualTo(-1);
    }

    @Test
    void extremeWeightsAndCallsOverflowNothing() {
        int most = 65_535 * 100;
        Busy field = new Busy(of(most, most - 1, most), of(Integer.MAX_VALUE - 1, 0, -1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(balancer.pick(field, 0)).isBetween(0, 2);
        }
    }
}
