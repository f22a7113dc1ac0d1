package dev.drover.aws.fake;

import com.github.tomakehurst.wiremock.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** AWS's service of roles: gives a new access key for each request, and keeps who asked for what. */
public final class FakeSts implements FakeService {
    private final List<Assumed> assumed = new CopyOnWriteArrayList<>();
    private volatile Duration validity = Duration.ofHours(1);

    /**
     * A role that was assumed.
     *
     * @param caller the access key that asked; empty if it asked with a token
     * @param given the access key that it got
     */
    public record Assumed(String role, String externalId, String token, String caller, String given) {}

    public List<Assumed> assumed() {
        return List.copyOf(assumed);
    }

    /** How long credentials hold that are given from now on. */
    public void validity(Duration time) {
        validity = time;
    }

    /** The access key that signed a request; empty if none did. */
    public static String accessKey(Request request) {
        String header = String.valueOf(request.getHeader("Authorization"));
        int start = header.indexOf("Credential=");
        return start < 0 ? "" : header.substring(start + "Credential=".length(), header.indexOf('/', start));
    }

    @Override
    public Optional<String> operation(Request request) {
        return Optional.ofNullable(form(request).get("Action")).filter(action -> action.startsWith("AssumeRole"));
    }

    @Override
    public Reply perform(String operation, Request request) {
        Map<String, String> form = form(request);
        String key = "ASIADROVERMARKED" + String.format("%04d", assumed.size() + 1);
        assumed.add(new Assumed(
                form.get("RoleArn"),
                form.getOrDefault("ExternalId", ""),
                form.getOrDefault("WebIdentityToken", ""),
                accessKey(request),
                key));
        return Reply.xml("<" + operation + "Response><" + operation + "Result><Credentials><AccessKeyId>" + key
                + "</AccessKeyId><SecretAccessKey>" + Marked.secret("assumed-key")
                + "</SecretAccessKey><SessionToken>" + Marked.SESSION_TOKEN + "</SessionToken><Expiration>"
                + Instant.now().plus(validity)
                + "</Expiration></Credentials></" + operation + "Result></" + operation + "Response>");
    }

    @Override
    public Reply error(int status, String code, String message) {
        return Reply.xml("<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error></ErrorResponse>")
                .withStatus(status);
    }

    private static Map<String, String> form(Request request) {
        return Arrays.stream(request.getBodyAsString().split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, b) -> a));
    }
}
