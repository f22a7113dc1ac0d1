package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageClass;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.spi.CallContext;

/** Copies an object within the bucket. The server does it, a large one in several requests. */
final class Copy {
    private static final String API = "objects.rewrite";

    private final Bucket bucket;
    private final CallContext context;

    Copy(Bucket bucket, CallContext context) {
        this.bucket = bucket;
        this.context = context;
    }

    /** Each request goes on where the one before has ended, with the source as it was at the start. */
    StoredObject copy(StorageUri from, StorageUri to) {
        CopyRequest request = request(from, to);
        GcpCalls calls = bucket.carrying(0);
        CopyWriter copying =
                calls.keyed(API, context, left -> bucket.client().objects().copy(request));
        while (!copying.isDone()) {
            calls.keyed(API, context, left -> {
                copying.copyChunk();
                return copying;
            });
        }
        return Bucket.object(to, copying.getResult());
    }

    private CopyRequest request(StorageUri from, StorageUri to) {
        CopyRequest.Builder request = CopyRequest.newBuilder().setSource(bucket.id(from.path()));
        bucket.options()
                .billedProject()
                .ifPresent(project -> request.setSourceOptions(BlobSourceOption.userProject(project)));
        bucket.options()
                .storageClass()
                .ifPresentOrElse(
                        name -> request.setTarget(in(StorageClass.valueOf(name), to), bucket.copying()),
                        () -> request.setTarget(bucket.id(to.path()), bucket.copying()));
        return request.build();
    }

    private BlobInfo in(StorageClass storageClass, StorageUri to) {
        return bucket.describing(to.path()).setStorageClass(storageClass).build();
    }
}
