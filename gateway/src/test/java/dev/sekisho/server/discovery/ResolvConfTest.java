package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {

    @Test
    void whatLookUpsNeedIsRead() {
        ResolvConf conf = ResolvConf.parse("""
                # nameserver 9.9.9.9
                nameserver 10.0.0.1
                nameserver\t::1
                nameserver name.test
                domain old.test
                search a.test  b.test.
                options ndots:3 attempts:9 edns0
                nameserver 10.0.0.2
                nameserver 10.0.0.3
                """);
        assertThat(conf.servers())
                .containsExactly(
                        new InetSocketAddress("10.0.0.1", 53),
                        new InetSocketAddress("::1", 53),
                        new InetSocketAddress("10.0.0.2", 53));
        assertThat(conf.search()).containsExactly("a.test", "b.test.");
        assertThat(conf.ndots()).isEqualTo(3);
        assertThat(conf.attempts()).isEqualTo(5);
        assertThat(ResolvConf.parse("\n\noptions ndots: ndots:x\n")).isEqualTo(ResolvConf.NONE);
    }

    @Test
    void dotsDecideWhichNameIsTriedFirst() {
        ResolvConf conf = new ResolvConf(List.of(), List.of("a.test", "b.test."), 2, 2);
        assertThat(conf.candidates("x.y", true)).containsExactly("x.y.a.test.", "x.y.b.test.", "x.y.");
        assertThat(conf.candidates("x.y.z", true)).containsExactly("x.y.z.", "x.y.z.a.test.", "x.y.z.b.test.");
        assertThat(conf.candidates("x.", true)).containsExactly("x.");
        assertThat(conf.candidates("x", false)).containsExactly("x.");
    }

    @Test
    void hostsFilesNameAddresses() {
        Hosts hosts = Hosts.parse("\n# 127.0.0.1 no\n127.0.0.1 a B # c\n::1\tb\nbad line\n");
        assertThat(hosts.addresses("A")).hasSize(1);
        assertThat(hosts.addresses("b.")).hasSize(2);
        assertThat(hosts.addresses("c")).isEmpty();
        assertThat(hosts.addresses("line")).isEmpty();
    }
}
