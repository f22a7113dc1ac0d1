package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.protobuf.CodedOutputStream;
import dev.drover.spi.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Tells a request that is repeated from another one under the same batch id. Google answers a request id that it knows with
 * the batch of the first request, whatever the second asks for; as its request id, this digest lets another request meet
 * ALREADY_EXISTS instead.
 */
final class RequestDigest {
    /** With the letter before it 33 characters of the 40 that a request id may have. */
    private static final int HEX_DIGITS = 32;

    private RequestDigest() {}

    /** A letter, then hexadecimal digits: fit for a request id and for a label. The same in every JVM. */
    static String of(CreateBatchRequest request) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.getSerializedSize());
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            // Else maps are written in any order.
            out.useDeterministicSerialization();
            request.writeTo(out);
            out.flush();
            return "r" + Sha256.hex(bytes.toByteArray()).substring(0, HEX_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
