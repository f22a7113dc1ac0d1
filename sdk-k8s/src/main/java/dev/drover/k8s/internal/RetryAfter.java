package dev.drover.k8s.internal;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Hides the header of this name from the HTTP client, which would repeat a request at once that was answered with 503 and 0. */
final class RetryAfter implements Interceptor {
    static final String KEPT = "Drover-Retry-After";
    private static final String HEADER = "Retry-After";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String asked = response.header(HEADER);
        return asked == null
                ? response
                : response.newBuilder().removeHeader(HEADER).header(KEPT, asked).build();
    }
}
