package dev.sekisho.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** SHA-256 of a credential, which stands for it as a key of a map, so that no credential is kept. Immutable. */
public record CredentialHash(long a, long b, long c, long d) {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Of a range; allocates nothing but itself. */
    public static CredentialHash of(byte[] bytes, int start, int end) {
        return of(Sha256.of(bytes, start, end));
    }

    /** That hash, of 32 bytes. */
    public static CredentialHash of(byte[] hash) {
        return new CredentialHash(
                (long) LONGS.get(hash, 0), (long) LONGS.get(hash, 8), (long) LONGS.get(hash, 16), (long)
                        LONGS.get(hash, 24));
    }

    /** All of it, 64 hexadecimal digits in lower case. */
    public String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }

    /** A part of it is as good as all of it. */
    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }
}
