package dev.drover.k8s.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.drover.ErrorCode;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What a credential plugin prints. */
final class ExecAnswer {

    private ExecAnswer() {}

    /** No word of the answer is in the error: it is a secret, or might be. */
    static Credential parse(ExecPlugin plugin, String printed) throws LoginException {
        try {
            JsonObject answer = JsonParser.parseString(printed).getAsJsonObject();
            if (!"ExecCredential".equals(Json.text(answer, "kind").orElse(""))
                    || !plugin.apiVersion()
                            .equals(Json.text(answer, "apiVersion").orElse(""))) {
                throw new LoginException(
                        ErrorCode.UNAUTHENTICATED,
                        "the credential plugin '" + plugin.command() + "' does not answer with an ExecCredential of "
                                + plugin.apiVersion() + ", as the kubeconfig file asks. Correct the apiVersion there.");
            }
            JsonObject status = Json.object(answer, "status");
            Optional<String> certificate = Json.text(status, "clientCertificateData");
            Credential credential = new Credential(
                    Json.text(status, "token").filter(token -> !token.isBlank()),
                    certificate.isPresent()
                            ? Optional.of(Pem.clientKey(
                                    certificate.get(),
                                    Json.text(status, "clientKeyData").orElse("")))
                            : Optional.empty(),
                    Json.text(status, "expirationTimestamp").map(ExecAnswer::instant));
            if (!credential.isNone()) {
                return credential;
            }
        } catch (JsonParseException | IllegalStateException | DateTimeException | GeneralSecurityException e) {
            // Said below: it is no answer.
        }
        throw new LoginException(
                ErrorCode.UNAUTHENTICATED,
                "the credential plugin '" + plugin.command() + "' printed no token and no certificate with its key.");
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
