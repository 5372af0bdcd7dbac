package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLocalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.0",
                "169.254.255.255",
                "2852039166",
                "0xA9FEA9FE",
                "0251.0376.0251.0376",
                "0xa9.254.43518",
                "169.254.0xa9fe",
                "[fe80::1]",
                "[febf:ffff::1]",
                "[fe80::1%25eth0]",
                "[::ffff:169.254.169.254]",
                "[::ffff:a9fe:a9fe]",
                "[0:0:0:0:0:ffff:a9fe:a9fe]",
                "[::169.254.169.254]",
                "[::ffff:0:a9fe:a9fe]",
                "[64:ff9b::169.254.169.254]",
                "[2002:a9fe:a9fe::1]",
                "[FD00:EC2::254]"
            })
    void everySpellingIsSeen(String host) {
        assertThat(LinkLocal.literal(host))
                .hasValueSatisfying(
                        address -> assertThat(LinkLocal.contains(address)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.0.0.1", "169.253.255.255", "169.255.0.0", "[::1]", "[fec0::1]", "[fd00:ec2::1]"
            })
    void othersAreNot(String host) {
        InetAddress address = LinkLocal.literal(host).orElseThrow();
        assertThat(LinkLocal.contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.example.com", "a", "localhost", "0xg", "a9fea9fe"})
    void namesAreNoLiterals(String host) {
        assertThat(LinkLocal.literal(host)).isEmpty();
    }
}
