package dev.drover.aws.emrserverless;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.aws.internal.Page;
import dev.drover.aws.internal.TokenChain;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrserverless.model.ApplicationSummary;
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;

/**
 * Applications. Native calls: create 2, find and list 1 for each 50 applications of the account, describe 1, terminate 2
 * to 4 and 1 for each run that is under way.
 */
final class ApplicationDriver implements ClusterDriver {
    /** An accepted request is seen within seconds; the rest is for a service in trouble. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private static final Set<String> STARTED = Set.of("STARTING", "STARTED");

    private final Location where;
    private final EmrServerlessOptions options;
    private final EmrServerlessApi api;

    ApplicationDriver(Location where, EmrServerlessOptions options, EmrServerlessApi api) {
        this.where = where;
        this.options = options;
        this.api = api;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        ApplicationRequest.of(spec, options);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        return TokenChain.create(
                attempt,
                token -> {
                    CreateApplicationRequest.Builder request = ApplicationRequest.of(spec, options);
                    Customizer.apply(spec.customizers(), CreateApplicationRequest.Builder.class, request);
                    request.name(ApplicationRequest.name(attempt)).clientToken(token);
                    return where.cluster(api.createApplication(request, context));
                },
                made -> describe(made, context)
                        .filter(status -> status.state().terminal())
                        .isPresent());
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        String name = ApplicationRequest.name(attempt);
        List<ClusterId> found = living(application -> name.equals(application.name()), context).stream()
                .map(application -> where.cluster(application.id()))
                .toList();
        return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(found);
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return api.application(cluster.name(), context)
                .map(application -> status(cluster, application.stateAsString(), application.stateDetails(), context));
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return living(application -> ApplicationRequest.isDrovers(application.name()), context).stream()
                .map(application -> status(
                        where.cluster(application.id()),
                        application.stateAsString(),
                        application.stateDetails(),
                        context))
                .toList();
    }

    private List<ApplicationSummary> living(Predicate<ApplicationSummary> matches, CallContext context) {
        return Page.all(token -> api.applications(ApplicationStates.LIVING, token, context), matches);
    }

    private static ClusterStatus status(ClusterId id, String state, @Nullable String details, CallContext context) {
        return new ClusterStatus(
                id,
                ApplicationStates.translate(state),
                state,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.ofNullable(details).filter(text -> !text.isBlank()),
                context.now());
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        throw new DroverException(
                ErrorCode.UNSUPPORTED,
                "EMR Serverless gives each job the workers that it asks for; an application has no number of them to"
                        + " change.");
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        Optional<String> state = describe(cluster, context)
                .filter(status -> !status.state().terminal())
                .map(ClusterStatus::nativeState);
        if (state.isEmpty()) {
            return;
        }
        String application = cluster.name();
        if (STARTED.contains(state.get())) {
            Page.all(
                            token -> api.jobRuns(JobRunStates.ACTIVE, Optional.empty(), application, token, context),
                            run -> true)
                    .forEach(run -> api.cancelJobRun(application, run.id(), context));
            api.stopApplication(application, context);
        }
        api.deleteApplication(application, context);
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return ApplicationPlan.of(spec, options);
    }
}
