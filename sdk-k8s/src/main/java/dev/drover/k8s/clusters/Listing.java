package dev.drover.k8s.clusters;

import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Page;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.List;

/** Reads whole lists, in pages. */
final class Listing {
    private static final String PAGE = "500";

    private Listing() {}

    static <T> List<T> all(KubeCalls calls, KubeRequest<Page<T>> request, CallContext context) {
        KubeRequest<Page<T>> paged = request.with("limit", PAGE);
        List<T> all = new ArrayList<>();
        Page<T> page = calls.read(paged, context);
        all.addAll(page.items());
        while (page.next().isPresent()) {
            page = calls.read(paged.with("continue", page.next().get()), context);
            all.addAll(page.items());
        }
        return all;
    }
}
