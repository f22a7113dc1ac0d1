package dev.drover.k8s.internal;

import dev.drover.DroverException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Optional;

/** How a user of a kubeconfig file logs in. */
final class UserLogin {

    private UserLogin() {}

    static Login of(Section user, InstantSource clock) {
        if (user.has("auth-provider") || user.has("username")) {
            throw DroverException.invalid(user + " logs in with "
                    + (user.has("username") ? "a password" : "an auth-provider")
                    + ", which Kubernetes has given up. Use a token, a certificate or a credential plugin.");
        }
        if (user.has("exec")) {
            return new ExecLogin(plugin(user.section("exec")), clock);
        }
        Optional<ClientKey> key = key(user);
        Optional<String> tokenFile = user.text("tokenFile");
        if (tokenFile.isPresent() && key.isEmpty()) {
            return new TokenFileLogin(user.path(tokenFile.get()));
        }
        return new FixedLogin(new Credential(user.text("token"), key, Optional.empty()));
    }

    private static Optional<ClientKey> key(Section user) {
        Optional<byte[]> certificate = user.dataOrFile("client-certificate");
        Optional<byte[]> key = user.dataOrFile("client-key");
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.clientKey(
                    new String(certificate.orElse(new byte[0]), StandardCharsets.ISO_8859_1),
                    new String(key.orElse(new byte[0]), StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw DroverException.invalid(
                    user + " needs a client-certificate and its client-key in PEM form, without a" + " password.");
        }
    }

    private static ExecPlugin plugin(Section exec) {
        String version = exec.require("apiVersion");
        if (!version.equals("client.authentication.k8s.io/v1")
                && !version.equals("client.authentication.k8s.io/v1beta1")) {
            throw DroverException.invalid(exec + " needs client.authentication.k8s.io/v1 or v1beta1 as its apiVersion."
                    + " Have the file written anew by a newer tool.");
        }
        if (exec.text("interactiveMode").filter("Always"::equals).isPresent()) {
            throw DroverException.invalid(exec + " wants to ask somebody at a terminal (interactiveMode: Always). Use"
                    + " credentials that need nobody.");
        }
        return new ExecPlugin(
                exec.file().folder(),
                exec.require("command"),
                exec.texts("args"),
                exec.pairs("env"),
                version,
                exec.text("installHint").orElse(""));
    }
}
