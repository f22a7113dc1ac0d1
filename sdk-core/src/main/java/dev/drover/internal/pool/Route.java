package dev.drover.internal.pool;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.internal.submission.Targets;
import dev.drover.routing.Candidate;
import dev.drover.routing.Chooser;
import dev.drover.routing.Health;
import dev.drover.routing.Requirement;
import dev.drover.routing.RoutingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way of one submission through a pool. Holds a place at the cluster that it chose last. Not for many threads. */
final class Route implements Targets {
    /** What another cluster would answer too, or what the caller's own time or will has ended. */
    private static final Set<ErrorCode> FINAL =
            EnumSet.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.CANCELLED, ErrorCode.DEADLINE_EXCEEDED);

    private final Members members;
    private final Chooser chooser;
    private final JobSpec job;
    private final List<Requirement> requirements;
    private final Duration maxWait;
    private final DroverClock clock;
    private final RandomGenerator random;
    private final List<DroverException> refusals = new ArrayList<>();
    private Optional<Member> reserved = Optional.empty();

    Route(
            Members members,
            Chooser chooser,
            JobSpec job,
            List<Requirement> requirements,
            Duration maxWait,
            DroverClock clock,
            RandomGenerator random) {
        this.members = members;
        this.chooser = chooser;
        this.job = job;
        this.requirements = requirements;
        this.maxWait = maxWait;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<String> choose(Attempt attempt, Set<String> ruledOut, @Nullable DroverException refusal) {
        if (refusal != null) {
            noteRefusal(refusal);
        }
        giveBack();
        if (refusal != null && FINAL.contains(refusal.code())) {
            return Optional.empty();
        }
        Set<ClusterId> tried = ruledOut.stream().map(ClusterId::parse).collect(Collectors.toUnmodifiableSet());
        RoutingRequest request = new RoutingRequest(job, attempt.key(), attempt.number(), tried, random);
        Instant latest = clock.instant().plus(maxWait);
        while (true) {
            CompletableFuture<?> room = members.nextRelease();
            List<Candidate> open =
                    members.open(candidate -> lack(request, candidate).isEmpty());
            if (!open.isEmpty()) {
                Member member = members.require(chooser.choose(request, open).cluster());
                if (member.reserve()) {
                    reserved = Optional.of(member);
                    return Optional.of(member.cluster().toString());
                }
                continue;
            }
            if (!members.full(candidate -> lack(request, candidate).isEmpty())) {
                return nothingLeft(request, refusal);
            }
            waitFor(room, latest);
        }
    }

    private void noteRefusal(DroverException refusal) {
        refusals.add(refusal);
        if (refusal.code() == ErrorCode.NOT_FOUND) {
            reserved.ifPresent(member -> member.found(Optional.of("it was not found when a job was sent to it")));
        }
    }

    /** Why a candidate cannot take the job, room apart. */
    private Optional<String> lack(RoutingRequest request, Candidate candidate) {
        if (request.tried().contains(candidate.cluster())) {
            return Optional.of("it has refused already");
        }
        if (candidate.weight() == 0) {
            return Optional.of("its weight is 0");
        }
        if (candidate.health() instanceof Health.Down down) {
            return Optional.of(down.reason());
        }
        return unfit(request, candidate);
    }

    private Optional<String> unfit(RoutingRequest request, Candidate candidate) {
        Optional<String> queue = job.options().queue();
        if (queue.isPresent() && !candidate.queues().contains(queue.get())) {
            return Optional.of("it does not serve the queue " + queue.get());
        }
        if (!candidate.capabilities().contains(job.capability())) {
            return Optional.of("it has not the capability " + job.capability());
        }
        for (Requirement requirement : requirements) {
            if (!requirement.metBy(request, candidate)) {
                return Optional.of(requirement.lackOf(request, candidate));
            }
        }
        return Optional.empty();
    }

    /** The last refusal stands, if there was one; else it is said why nobody could be asked. */
    private Optional<String> nothingLeft(RoutingRequest request, @Nullable DroverException refusal) {
        if (refusal != null) {
            refusals.stream().filter(other -> other != refusal).forEach(refusal::addSuppressed);
            return Optional.empty();
        }
        StringJoiner reasons = new StringJoiner("; ");
        boolean anyFit = false;
        for (Candidate candidate : members.all()) {
            anyFit |= unfit(request, candidate).isEmpty();
            reasons.add(candidate.cluster() + ": " + lack(request, candidate).orElse("it is full"));
        }
        throw new DroverException(
                anyFit ? ErrorCode.UNAVAILABLE : ErrorCode.UNSUPPORTED,
                Effect.NONE,
                anyFit,
                "No cluster of the pool can take key " + request.key() + " now. " + reasons + ".",
                null);
    }

    private void waitFor(CompletableFuture<?> room, Instant latest) {
        Duration left = Duration.between(clock.instant(), latest);
        boolean freed;
        try {
            freed = !left.isNegative() && !left.isZero() && clock.await(room, left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException(
                    ErrorCode.CANCELLED, Effect.NONE, true, "Interrupted while the clusters of the pool were full.", e);
        }
        if (!freed) {
            throw new DroverException(
                    ErrorCode.THROTTLED,
                    Effect.NONE,
                    true,
                    "All clusters of the pool that could take the job stayed full for " + maxWait
                            + ". Nothing was sent; try again later, raise maxInFlight, or add clusters.",
                    null);
        }
    }

    /** The place is needed no more: nothing was started there. */
    void giveBack() {
        reserved.ifPresent(members::release);
        reserved = Optional.empty();
    }

    /** Leaves the place to the run that was started there. */
    Optional<Member> handOver() {
        Optional<Member> member = reserved;
        reserved = Optional.empty();
        return member;
    }
}
