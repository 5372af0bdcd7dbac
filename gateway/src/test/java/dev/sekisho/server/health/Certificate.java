package dev.sekisho.server.health;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for one name, made by the JDK's keytool. */
record Certificate(KeyStore store) {

    private static final String PASSWORD = "changeit";

    /** Makes one; the folder takes its key store. */
    static Certificate of(String name, Path folder) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias key -keyalg EC -validity 2 -storetype PKCS12 -dname CN=" + name
                + " -ext san=dns:" + name + " -storepass " + PASSWORD;
        ProcessBuilder command = new ProcessBuilder(options.split(" "));
        command.command().addFirst(keytool);
        command.command().add("-keystore");
        command.command().add(file.toString());
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new Certificate(store);
    }

    KeyManagerFactory keys() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        return keys;
    }

    /** A context that shows this certificate, and trusts it and no other. */
    SSLContext context() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        try {
            anchors.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        anchors.setCertificateEntry("key", store.getCertificate("key"));
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys().getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
