package dev.drover.micrometer;

import dev.drover.BreakerStatus;
import dev.drover.DroverListener;
import dev.drover.JobStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times what a {@link dev.drover.Drover} does, in a Micrometer registry.
 *
 * <pre>{@code
 * try (DroverMetrics metrics = new DroverMetrics(registry);
 *         Drover drover = Drover.builder().listener(metrics).build()) { ... }
 * }</pre>
 *
 * <p>Tags have few values: schemes, the platforms' names of operations, codes, states; endpoints only at breakers that
 * have opened. There are no ids and no keys in them. docs/guard.md lists the meters.
 *
 * <p>Safe for use by many threads. Closing takes the gauges out of the registry; timers and counters stay, as they hold
 * what has happened.
 */
public final class DroverMetrics implements DroverListener, AutoCloseable {
    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();
    private final Map<Meter.Id, Meter> gauges = new ConcurrentHashMap<>();

    /** Metrics of the only Drover that feeds this registry. */
    public DroverMetrics(MeterRegistry registry) {
        this(registry, Map.of());
    }

    /**
     * Metrics with tags of their own; two Drovers that feed one registry need different ones.
     *
     * @param tags names and values that all meters get
     */
    public DroverMetrics(MeterRegistry registry, Map<String, String> tags) {
        this.registry = registry;
        List<Tag> all = new ArrayList<>();
        tags.forEach((name, value) -> all.add(Tag.of(name, value)));
        this.common = Tags.of(all);
    }

    @Override
    public void callStarted(CallStarted started) {
        active(started.call()).incrementAndGet();
    }

    @Override
    public void callEnded(CallEnded call) {
        active(call.call()).decrementAndGet();
        Timer.builder("drover.calls")
                .description("Native calls that were sent, each try counted")
                .tags(of(call.call()))
                .tag("outcome", call.failure().map(Enum::name).orElse("OK"))
                .register(registry)
                .record(call.took());
    }

    @Override
    public void callRetrying(CallRetrying retrying) {
        Counter.builder("drover.calls.retried")
                .description("Native calls that failed and were sent again")
                .tags(of(retrying.call()))
                .tag("failure", retrying.failure().name())
                .register(registry)
                .increment();
    }

    @Override
    public void callWaited(CallWaited waited) {
        Timer.builder("drover.calls.waited")
                .description("Waits of native calls before they were sent")
                .tags(of(waited.call()))
                .tag("for", lower(waited.on()))
                .register(registry)
                .record(waited.took());
    }

    @Override
    public void callRefused(CallRefused refused) {
        Counter.builder("drover.calls.refused")
                .description("Native calls that Drover did not send")
                .tags(of(refused.call()))
                .tag("why", lower(refused.why()))
                .register(registry)
                .increment();
    }

    @Override
    public void breakerChanged(BreakerChanged changed) {
        String endpoint = changed.now().endpoint();
        breakers.computeIfAbsent(
                        endpoint,
                        name -> gauge(
                                "drover.breaker.state", "0 closed, 1 half open, 2 open", common.and("endpoint", name)))
                .set(level(changed.now().state()));
    }

    private static int level(BreakerStatus.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    @Override
    public void jobChanged(JobStatus status) {
        if (status.state().terminal()) {
            Counter.builder("drover.jobs.ended")
                    .description("Jobs seen to end by a wait")
                    .tags(common)
                    .tag("scheme", status.id().cluster().location().scheme())
                    .tag("state", lower(status.state()))
                    .register(registry)
                    .increment();
        }
    }

    private AtomicInteger active(Call call) {
        return active.computeIfAbsent(
                call.where().scheme(),
                scheme -> gauge("drover.calls.active", "Native calls under way", common.and("scheme", scheme)));
    }

    private AtomicInteger gauge(String name, String description, Tags tags) {
        AtomicInteger value = new AtomicInteger();
        Gauge gauge = Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
        gauges.put(gauge.getId(), gauge);
        return value;
    }

    private Tags of(Call call) {
        return common.and("scheme", call.where().scheme(), "api", call.api());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        gauges.values().forEach(registry::remove);
    }
}
