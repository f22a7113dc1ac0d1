package dev.drover.k8s.fake;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    Certificates() {
        try {
            // Made once for each build: it takes seconds.
            Path folder = Path.of("target", "fake-kube").toAbsolutePath();
            if (!Files.exists(folder)) {
                make(folder);
            }
            authority = folder.resolve("ca.crt");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
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

    private static void make(Path folder) throws Exception {
        Path draft = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "fake-kube");
        Path store = draft.resolve("server.p12");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "3650",
                "-dname",
                "CN=kube-apiserver",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost,dns:kubernetes.default.svc");
        keytool(store, "-exportcert", "-rfc", "-file", draft.resolve("ca.crt").toString());
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-alias", "ca", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(new String(said, StandardCharsets.UTF_8));
        }
    }

    Path authority() {
        return authority;
    }

    SSLContext context() {
        return context;
    }
}
