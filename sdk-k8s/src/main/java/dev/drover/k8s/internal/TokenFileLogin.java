package dev.drover.k8s.internal;

import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A token in a file that somebody else may write anew at any time; Kubernetes does so for a pod's service account. */
record TokenFileLogin(Path file) implements Login {

    @Override
    public Credential credential(Duration left) throws LoginException {
        String token;
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw new LoginException(
                    ErrorCode.UNAUTHENTICATED,
                    "the token file " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + "). Check its path and its rights.");
        }
        if (!token.matches("[\\x21-\\x7E]+")) {
            throw new LoginException(
                    ErrorCode.UNAUTHENTICATED, "the token file " + file + " holds no token, but should hold just one.");
        }
        return Credential.token(token);
    }

    @Override
    public Credential instead(Credential refused, Duration left) throws LoginException {
        return credential(left);
    }
}
