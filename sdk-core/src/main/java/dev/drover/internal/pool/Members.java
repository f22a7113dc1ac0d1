package dev.drover.internal.pool;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.routing.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The clusters of a pool, in the order in which they were declared. Safe for use by many threads. */
final class Members {
    private final Map<ClusterId, Member> members = new LinkedHashMap<>();
    private volatile CompletableFuture<Void> freed = new CompletableFuture<>();

    Members(List<Member> all) {
        all.forEach(member -> members.put(member.cluster(), member));
    }

    List<Candidate> all() {
        return members.values().stream().map(Member::now).toList();
    }

    Set<ClusterId> ids() {
        return members.keySet();
    }

    Iterable<Member> each() {
        return members.values();
    }

    /** Those that have room and pass. */
    List<Candidate> open(Predicate<Candidate> fit) {
        List<Candidate> open = new ArrayList<>(members.size());
        for (Member member : members.values()) {
            Candidate now = member.now();
            if (!member.full() && fit.test(now)) {
                open.add(now);
            }
        }
        return Collections.unmodifiableList(open);
    }

    /** Whether one that passes lacks nothing but room. */
    boolean full(Predicate<Candidate> fit) {
        return members.values().stream().anyMatch(member -> fit.test(member.now()));
    }

    /**
     * One of them.
     *
     * @throws DroverException NOT_FOUND if it is none
     */
    Member require(ClusterId cluster) {
        return find(cluster)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND, cluster + " is not in the pool, which has " + members.keySet() + "."));
    }

    Optional<Member> find(ClusterId cluster) {
        return Optional.ofNullable(members.get(cluster));
    }

    /** Completes when a place becomes free after this call. */
    CompletableFuture<?> nextRelease() {
        return freed;
    }

    void release(Member member) {
        member.release();
        // Whoever waits took its future before it looked for room, so none of them misses this.
        CompletableFuture<Void> before = freed;
        freed = new CompletableFuture<>();
        before.complete(null);
    }
}
