package dev.drover.config;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSettings;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicies;
import dev.drover.routing.RoutingPolicy;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of a pool, of {@link PoolSpec}. */
final class PoolKeys {
    private static final int MOST = 1_000_000;

    private PoolKeys() {}

    static Keys<PoolSpec> keys() {
        return Keys.of(PoolSpec::builder, PoolSpec.Builder::build)
                .key("policy", policy(), "How a cluster is chosen; by default rendezvous.", PoolSpec.Builder::policy)
                .key(
                        "stickyByKey",
                        Kinds.integer(1, 16),
                        "Keeps keys together whose first parts are the same, this many; instead of a policy.",
                        (pool, parts) -> pool.policy(RoutingPolicies.stickyByKey(parts)))
                .key(
                        "stickyByLabel",
                        Kinds.text(),
                        "Keeps jobs together whose label of this name is the same; instead of a policy.",
                        (pool, label) -> pool.policy(RoutingPolicies.stickyByLabel(label)))
                .key(
                        "maxWait",
                        Kinds.duration(),
                        "How long a submission waits for room; by default 10s.",
                        PoolSpec.Builder::maxWait)
                .key(
                        "defaults",
                        JobSettingsKeys.keys().kind(),
                        "Settings of all jobs, where they say nothing themselves.",
                        PoolSpec.Builder::defaults)
                .key(
                        "fixed",
                        JobSettingsKeys.keys().kind(),
                        "Settings of all jobs, whatever they say.",
                        PoolSpec.Builder::fixed)
                .key(
                        "queues",
                        Kinds.map(Queue.keys().kind()),
                        "Settings of jobs in queues of the pool, by the queue's name.",
                        (pool, queues) -> queues.forEach((name, queue) ->
                                pool.queueDefaults(name, queue.defaults).queueFixed(name, queue.fixed)))
                .required(
                        "members",
                        Kinds.list(Member.keys().kind(), 1, 1_000),
                        "The clusters.",
                        (pool, members) -> members.forEach(pool::member))
                .end();
    }

    private static Kind<RoutingPolicy> policy() {
        Map<String, RoutingPolicy> words = new LinkedHashMap<>();
        words.put("rendezvous", RoutingPolicies.rendezvous());
        words.put("smooth-weighted", RoutingPolicies.smoothWeighted());
        words.put("round-robin", RoutingPolicies.roundRobin());
        words.put("least-loaded", RoutingPolicies.leastLoaded());
        words.put("power-of-two-choices", RoutingPolicies.powerOfTwoChoices());
        return Kinds.choice(words);
    }

    private static final class Queue {
        private JobSettings defaults = JobSettings.none();
        private JobSettings fixed = JobSettings.none();

        static Keys<Queue> keys() {
            return Keys.of(Queue::new, queue -> queue)
                    .key(
                            "defaults",
                            JobSettingsKeys.keys().kind(),
                            "Of jobs in the queue, where they say nothing themselves.",
                            (queue, settings) -> queue.defaults = settings)
                    .key(
                            "fixed",
                            JobSettingsKeys.keys().kind(),
                            "Of jobs in the queue, whatever they say.",
                            (queue, settings) -> queue.fixed = settings)
                    .end();
        }
    }

    private static final class Member {
        private Optional<ClusterId> cluster = Optional.empty();
        private double weight = 1;
        private Map<String, String> labels = Map.of();
        private final Map<String, Optional<String>> queues = new LinkedHashMap<>();
        private Optional<String> sparkVersion = Optional.empty();
        private OptionalInt maxInFlight = OptionalInt.empty();
        private JobSettings defaults = JobSettings.none();
        private JobSettings fixed = JobSettings.none();

        PoolMember build() {
            PoolMember.Builder member = PoolMember.builder(
                            cluster.orElseThrow(() -> DroverException.invalid("a member names its cluster")))
                    .weight(weight);
            labels.forEach(member::label);
            queues.forEach((queue, there) ->
                    there.ifPresentOrElse(name -> member.queue(queue, name), () -> member.queue(queue)));
            sparkVersion.ifPresent(member::sparkVersion);
            maxInFlight.ifPresent(member::maxInFlight);
            return member.defaults(defaults).fixed(fixed).build();
        }

        static Keys<PoolMember> keys() {
            return Keys.of(Member::new, Member::build)
                    .required(
                            "cluster",
                            SpecKinds.clusterId(),
                            "The cluster.",
                            (member, id) -> member.cluster = Optional.of(id))
                    .key(
                            "weight",
                            Kinds.number(0, MOST),
                            "Its part of the jobs relative to that of others; by default 1.",
                            (member, share) -> member.weight = share)
                    .key(
                            "labels",
                            Kinds.map(Kinds.text()),
                            "Says something of the cluster, for requirements.",
                            (member, all) -> member.labels = all)
                    .key(
                            "queues",
                            Kinds.list(Kinds.text()),
                            "The pool's queues that it serves by its default queue.",
                            (member, names) -> names.forEach(name -> member.queues.put(name, Optional.empty())))
                    .key(
                            "queueNames",
                            Kinds.map(Kinds.text()),
                            "The pool's queues that it serves, each with its scheduler's name for it.",
                            (member, all) ->
                                    all.forEach((queue, there) -> member.queues.put(queue, Optional.of(there))))
                    .key(
                            "sparkVersion",
                            Kinds.text(),
                            "The version of its Spark, for requirements.",
                            (member, version) -> member.sparkVersion = Optional.of(version))
                    .key(
                            "maxInFlight",
                            Kinds.integer(1, MOST),
                            "How many of the pool's jobs it may have at a time; by default any number.",
                            (member, jobs) -> member.maxInFlight = OptionalInt.of(jobs))
                    .key(
                            "defaults",
                            JobSettingsKeys.keys().kind(),
                            "Settings of jobs that go there, where they say nothing themselves.",
                            (member, settings) -> member.defaults = settings)
                    .key(
                            "fixed",
                            JobSettingsKeys.keys().kind(),
                            "Settings of jobs that go there, whatever they say.",
                            (member, settings) -> member.fixed = settings)
                    .end();
        }
    }
}
