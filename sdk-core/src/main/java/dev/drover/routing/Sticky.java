package dev.drover.routing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together stays together. The groups used last are remembered with their cluster, under a lock that is held
 * for one look into a map. Two threads that begin a group at once draw the same cluster, since the group alone decides.
 */
final class Sticky implements Chooser {
    static final int REMEMBERED = 10_000;
    private static final float DEFAULT_LOAD = 0.75f;

    private final Function<RoutingRequest, List<String>> groupOf;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<List<String>, Candidate> lastUsedLast = new LinkedHashMap<>(16, DEFAULT_LOAD, true);

    /** Groups requests by texts; a request without any belongs to no group. */
    Sticky(Function<RoutingRequest, List<String>> groupOf) {
        this.groupOf = groupOf;
    }

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        List<String> group = groupOf.apply(request);
        if (group.isEmpty()) {
            return RendezvousDraw.among(candidates, TextHash.of(request.key()));
        }
        Candidate home = homeOf(group);
        for (int i = 0; home != null && i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.weight() > 0 && candidate.isSameClusterAs(home)) {
                return candidate;
            }
        }
        Candidate drawn = RendezvousDraw.among(candidates, TextHash.of(group));
        settle(List.copyOf(group), drawn);
        return drawn;
    }

    private @Nullable Candidate homeOf(List<String> group) {
        lock.lock();
        try {
            return lastUsedLast.get(group);
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<String> group, Candidate home) {
        lock.lock();
        try {
            lastUsedLast.put(group, home);
            if (lastUsedLast.size() > REMEMBERED) {
                Iterator<List<String>> oldestFirst = lastUsedLast.keySet().iterator();
                oldestFirst.next();
                oldestFirst.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
