package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFsTest {

    @Test
    void readsTimesBehindANameWithSpacesAndParentheses() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 150 50 7 8 20 0 1 0 5 6 7";
        assertThat(ProcFs.parseCpuMicros(stat)).isEqualTo(2_000_000);
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcFs.parseResidentBytes("VmHWM:\t  9000 kB\nVmRSS:\t  2048 kB\nThreads:\t3\n"))
                .isEqualTo(2048 * 1024);
        assertThat(ProcFs.parseResidentBytes("Name:\tkthreadd\n")).isZero();
    }

    @Test
    void aProcessThatIsGoneCountsNothing() {
        long beyondAnyPid = 1L << 40;
        assertThat(ProcFs.cpuMicros(beyondAnyPid)).isZero();
        assertThat(ProcFs.residentBytes(beyondAnyPid)).isZero();
    }

    @Test
    void compilersAreToldFromTheRest() {
        long own = ProcessHandle.current().pid();
        assertThat(ProcFs.compilerMicros(own)).isPositive().isLessThan(ProcFs.cpuMicros(own));
        assertThat(ProcFs.compilerMicros(1L << 40)).isZero();
    }

    @Test
    void ownProcessHasMemoryAndTime() {
        long own = ProcessHandle.current().pid();
        assertThat(ProcFs.residentBytes(own)).isPositive();
        assertThat(ProcFs.cpuMicros(own)).isPositive();
    }
}
