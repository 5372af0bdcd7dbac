package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlignmentTest {

    private static final List<Integer> LONG = IntStream.range(0, 10_000).boxed().toList();

    private static Alignment align(List<Integer> before, List<Integer> after) {
        Alignment alignment = Alignment.of(before, after, Integer::equals);
        int last = -1;
        int kept = 0;
        for (int i = 0; i < after.size(); i++) {
            int place = alignment.before(i);
            if (place >= 0) {
                assertThat(before.get(place)).isEqualTo(after.get(i));
                assertThat(place).isGreaterThan(last);
                last = place;
                kept++;
            }
        }
        assertThat(alignment.kept()).isEqualTo(kept);
        assertThat(alignment.added()).isEqualTo(after.size() - kept);
        return alignment;
    }

    @Test
    void editsFarApartLeaveTheRestAligned() {
        List<Integer> after = new ArrayList<>(LONG);
        after.set(9_000, -1);
        after.remove(5_000);
        after.addAll(1_000, List.of(-2, -3, -4));
        after.set(10, -5);
        Alignment alignment = align(LONG, after);
        assertThat(alignment.added()).isEqualTo(5);
        assertThat(alignment.kept()).isEqualTo(LONG.size() - 3);
    }

    @Test
    void longBlocksAtOnePlaceAreFoundFromBothEnds() {
        List<Integer> after = new ArrayList<>(LONG);
        after.subList(100, 5_000).clear();
        assertThat(align(LONG, after).added()).isZero();
        assertThat(align(after, LONG).kept()).isEqualTo(after.size());
    }

    @Test
    void nothingIsAlignedWithNothing() {
        assertThat(align(List.of(), List.of()).kept()).isZero();
        assertThat(align(LONG, List.of()).kept()).isZero();
        assertThat(align(List.of(), LONG).added()).isEqualTo(LONG.size());
        assertThat(align(LONG, LONG.reversed()).added()).isGreaterThan(0);
    }

    @Test
    void whateverIsAlignedIsTheSameAndInOrder() {
        Random random = new Random(5);
        for (int turn = 0; turn < 2_000; turn++) {
            List<Integer> before = random.ints(random.nextInt(40), 0, 4).boxed().toList();
            List<Integer> after = random.ints(random.nextInt(40), 0, 4).boxed().toList();
            align(before, after);
        }
    }
}
