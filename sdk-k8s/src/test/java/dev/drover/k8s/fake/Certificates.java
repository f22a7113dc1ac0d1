package dev.drover.k8s.fake;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for the loopback, made by the JDK's keytool, that only those trust who are given it. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path authority;
    private final SSLContext context;

    /** @param folder for the key and the certificate */
    Certificates(Path folder) {
        Path store = folder.resolve("server.p12");
        authority = folder.resolve("ca.crt");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(authority)) {
                keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=kube-apiserver", "-ext",
                        "san=ip:127.0.0.1,dns:localhost,dns:kubernetes.default.svc");
                keytool(store, "-exportcert", "-rfc", "-file", authority.toString());
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-alias", "ca", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(new String(said, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    Path authority() {
        return authority;
    }

    SSLContext context() {
        return context;
    }
}
