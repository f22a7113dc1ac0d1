package dev.drover.k8s.internal;

import dev.drover.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that prints credentials, such as those of EKS and GKE, by the
 * <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">protocol
 * of client-go</a>. It is run as it stands in the kubeconfig file, without a shell, and is asked for nothing on a terminal.
 *
 * @param folder of the kubeconfig file, from which a relative path starts
 * @param hint what the kubeconfig file says about how to install it; may be empty
 */
record ExecPlugin(
        Path folder,
        String command,
        List<String> arguments,
        Map<String, String> environment,
        String apiVersion,
        String hint) {
    private static final int LONGEST_ANSWER = 1 << 20;

    Credential run(Duration left) throws LoginException, InterruptedException {
        long end = System.nanoTime() + left.toNanos();
        Process process = start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> answer = reading(process.getInputStream());
            CompletableFuture<String> complaint = reading(process.getErrorStream());
            String printed = answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            String said = complaint.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw late(left);
            }
            if (process.exitValue() != 0) {
                throw new LoginException(
                        ErrorCode.UNAUTHENTICATED,
                        "the credential plugin '" + command + "' ended with exit code " + process.exitValue()
                                + Words.inBrackets(said) + ". Run it by hand to see what it lacks.");
            }
            return ExecAnswer.parse(this, printed);
        } catch (TimeoutException e) {
            throw late(left);
        } catch (ExecutionException | IOException e) {
            throw new LoginException(
                    ErrorCode.UNAVAILABLE, "what the credential plugin '" + command + "' prints cannot be read.");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    LoginException late(Duration left) {
        return new LoginException(
                ErrorCode.UNAVAILABLE,
                "the credential plugin '" + command + "' gave no answer within " + left.toMillis()
                        + " ms. Run it by hand to see what it waits for.");
    }

    private Process start() throws LoginException {
        List<String> line = new ArrayList<>();
        boolean path = command.contains("/") || command.contains("\\");
        line.add(path ? folder.resolve(command).normalize().toString() : command);
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        builder.environment()
                .put(
                        "KUBERNETES_EXEC_INFO",
                        "{\"apiVersion\":\"" + apiVersion
                                + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LoginException(
                    ErrorCode.UNAUTHENTICATED,
                    "the credential plugin '" + command + "' cannot be started. Install it, or put it on the PATH of"
                            + " this program." + (hint.isBlank() ? "" : " " + Words.sentence(Words.quote(hint))));
        }
    }

    /** Not on this thread: a program that neither ends nor prints would hold it for ever. */
    private static CompletableFuture<String> reading(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        text.complete(new String(stream.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                },
                "drover-k8s-exec");
        reader.setDaemon(true);
        reader.start();
        return text;
    }
}
