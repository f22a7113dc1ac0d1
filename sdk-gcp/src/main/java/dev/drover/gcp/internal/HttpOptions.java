package dev.drover.gcp.internal;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import java.time.Duration;

/** How clients of Google's send HTTP requests: over our transport, and each within the time of its call. */
final class HttpOptions extends HttpTransportOptions {
    private static final long serialVersionUID = 1L;

    private final transient CallTime time;

    HttpOptions(HttpTransport transport, CallTime time, Duration connectTimeout, Duration requestTimeout) {
        super(HttpTransportOptions.newBuilder()
                .setHttpTransportFactory(() -> transport)
                .setConnectTimeout(millis(connectTimeout))
                .setReadTimeout(millis(requestTimeout)));
        this.time = time;
    }

    @Override
    public HttpRequestInitializer getHttpRequestInitializer(ServiceOptions<?, ?> service) {
        HttpRequestInitializer usual = super.getHttpRequestInitializer(service);
        return request -> {
            usual.initialize(request);
            time.left().ifPresent(left -> limit(request, millis(left)));
        };
    }

    private static void limit(HttpRequest request, int left) {
        request.setReadTimeout(left).setConnectTimeout(Math.min(request.getConnectTimeout(), left));
    }

    /** At least one: zero would mean for ever. */
    private static int millis(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis()));
    }
}
