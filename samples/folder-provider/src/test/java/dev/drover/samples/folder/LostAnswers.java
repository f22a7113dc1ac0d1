package dev.drover.samples.folder;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.Safety;
import dev.drover.spi.StorageDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that loses the answer to the first submission: the run is there, and the caller gets an error. */
final class LostAnswers implements ProviderFactory {
    private static final NativeCall CALL =
            NativeCall.of("StartRun", Safety.KEYED, "folder://lab", Duration.ofSeconds(10));

    private final ProviderFactory factory;
    private final AtomicInteger lost = new AtomicInteger();

    LostAnswers(ProviderFactory factory) {
        this.factory = factory;
    }

    /** How many answers were lost. */
    int lost() {
        return lost.get();
    }

    @Override
    public Set<String> schemes() {
        return factory.schemes();
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return factory.capabilities(scheme);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        Provider provider = factory.open(where, context);
        JobDriver jobs = lossy(provider.jobs().orElseThrow());
        return new Provider() {
            @Override
            public Failure classify(NativeCall call, Throwable error) {
                return provider.classify(call, error);
            }

            @Override
            public Optional<ClusterDriver> clusters() {
                return provider.clusters();
            }

            @Override
            public Optional<JobDriver> jobs() {
                return Optional.of(jobs);
            }

            @Override
            public Optional<StorageDriver> storage() {
                return provider.storage();
            }

            @Override
            public void close() {
                provider.close();
            }
        };
    }

    private JobDriver lossy(JobDriver jobs) {
        return (JobDriver) Proxy.newProxyInstance(
                JobDriver.class.getClassLoader(), new Class<?>[] {JobDriver.class}, (proxy, method, arguments) -> {
                    Object answer = invoke(jobs, method, arguments);
                    if (method.getName().equals("submit") && lost.compareAndSet(0, 1)) {
                        ((CallContext) arguments[3]).call(CALL, timeout -> {
                            throw new NativeException(Failure.lost("The answer was lost."));
                        });
                    }
                    return answer;
                });
    }

    private static Object invoke(JobDriver jobs, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(jobs, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
