package dev.drover.aws.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What the options add to requests: to those that make an object, to all, and what small ones go without. */
final class RequestHeaders implements ExecutionInterceptor {
    /** Below, asking first whether a body is welcome costs more than sending it in vain. */
    private static final long WORTH_ASKING = 1 << 20;

    private static final String EXPECT = "Expect";
    private static final String CHECKSUM_ALGORITHM = "x-amz-checksum-algorithm";
    private static final String CHECKSUM_TYPE = "x-amz-checksum-type";

    private final Map<String, String> ofObjects = new LinkedHashMap<>();
    private final boolean requesterPays;

    RequestHeaders(S3Options options) {
        String encryption = switch (options.encryption()) {
            case BUCKET_DEFAULT -> "";
            case S3 -> "AES256";
            case KMS -> "aws:kms";
            case KMS_TWO_LAYERS -> "aws:kms:dsse";
        };
        if (!encryption.isEmpty()) {
            ofObjects.put("x-amz-server-side-encryption", encryption);
        }
        options.kmsKey().ifPresent(key -> ofObjects.put("x-amz-server-side-encryption-aws-kms-key-id", key));
        options.storageClass().ifPresent(name -> ofObjects.put("x-amz-storage-class", name));
        requesterPays = options.requesterPays();
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest call, ExecutionAttributes attributes) {
        SdkHttpRequest.Builder request = call.httpRequest().toBuilder();
        if (makesObject(call.request())) {
            ofObjects.forEach(request::putHeader);
        }
        if (requesterPays) {
            request.putHeader("x-amz-request-payer", "requester");
        }
        if (call.request() instanceof PutObjectRequest put
                && put.contentLength() != null
                && put.contentLength() < WORTH_ASKING) {
            request.removeHeader(EXPECT);
        }
        if (call.request() instanceof CreateMultipartUploadRequest
                && request.firstMatchingHeader(CHECKSUM_ALGORITHM).isPresent()) {
            // One checksum of the whole, which a reader can check, and not one of the parts' checksums.
            request.putHeader(CHECKSUM_TYPE, "FULL_OBJECT");
        }
        return request.build();
    }

    private static boolean makesObject(SdkRequest request) {
        return request instanceof PutObjectRequest
                || request instanceof CopyObjectRequest
                || request instanceof CreateMultipartUploadRequest;
    }
}
