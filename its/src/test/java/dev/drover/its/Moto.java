package dev.drover.its;

import dev.drover.aws.AwsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The moto that its/run has started: a fake of AWS that nobody here wrote. */
public final class Moto {
    /** Where its address stands; without it there is none. */
    public static final String VARIABLE = "DROVER_ITS_MOTO";

    public static final String REGION = "eu-west-1";

    private Moto() {}

    public static URI address() {
        return URI.create(System.getenv(VARIABLE));
    }

    public static AwsOptions options() {
        return AwsOptions.builder().region(REGION).endpoint(address()).build();
    }

    /** Forgets everything. */
    public static void reset() {
        send(HttpRequest.newBuilder(address().resolve("/moto-api/reset"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    public static void bucket(String name) {
        try (S3Client s3 = S3Client.builder()
                .region(Region.of(REGION))
                .endpointOverride(address())
                .forcePathStyle(true)
                .build()) {
            s3.createBucket(r -> r.bucket(name).createBucketConfiguration(c -> c.locationConstraint(REGION)));
        }
    }

    /** The text of user data, which may be zipped. */
    static String unpacked(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        boolean zipped = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        try (InputStream in =
                zipped ? new GZIPInputStream(new ByteArrayInputStream(bytes)) : new ByteArrayInputStream(bytes)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("moto answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
