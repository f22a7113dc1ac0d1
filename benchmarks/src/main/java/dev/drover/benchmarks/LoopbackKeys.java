package dev.drover.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate for the loopback, made by the JDK's keytool for one run. */
final class LoopbackKeys {
    static final String PASSWORD = "changeit";

    private final Path folder;

    LoopbackKeys(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc=ca:true");
        keytool("-exportcert", "-rfc", "-file", certificate().toString());
    }

    Path store() {
        return folder.resolve("keys.p12");
    }

    /** PEM. */
    Path certificate() {
        return folder.resolve("server.pem");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-keystore", store().toString(), "-storepass", PASSWORD));
        int exit = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
    }
}
