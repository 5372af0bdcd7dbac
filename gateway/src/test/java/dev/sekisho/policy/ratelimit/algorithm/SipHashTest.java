package dev.sekisho.policy.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first vectors of the reference implementation: key 00 to 0f, message 00, 01, 02 and so on. */
class SipHashTest {

    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "7, a1f1ebbed8dbc153c0b84aa61ff08239",
        "8, 3b62a9ba6258f5610f83e264f31497b4",
        "9, 264499060ad9baabc47f8b02bb6d71ed",
        "15, 5493e99933b0a8117e08ec0f97cfc3d9",
        "16, 6ee2a4ca67b054bbfd3315bf85230577",
        "31, 2939b0183223fafc1723de4f52c43d35",
        "63, 5150d1772f50834a503e069a973fbd7c"
    })
    void hashesAsTheReferenceDoes(int length, String expected) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }
        SipHash hash = new SipHash();
        hash.calculate(new SipHash.Seed(0x0706050403020100L, 0x0f0e0d0c0b0a0908L), message, length);
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(hash.first()).putLong(hash.second());
        assertThat(HexFormat.of().formatHex(bytes.array())).isEqualTo(expected);
    }
}
