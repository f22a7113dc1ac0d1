package dev.drover.aws.fake;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.drover.aws.AwsOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An AWS on the wire, with services that keep state, and faults that are planned by the name of an operation. It listens
 * on the loopback only.
 */
public final class FakeAws implements AutoCloseable {
    private final List<FakeService> services;
    private final WireMockServer server;
    private final Map<String, Queue<AwsFault>> faults = new ConcurrentHashMap<>();
    private final Map<String, AwsFault> standing = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    public FakeAws(FakeService... services) {
        this.services = List.of(services);
        server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .containerThreads(64)
                .disableRequestJournal()
                .extensions(new Answers()));
        server.start();
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withTransformers(Answers.NAME)));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Options that lead here. */
    public AwsOptions options() {
        return AwsOptions.builder().region("eu-west-1").endpoint(endpoint()).build();
    }

    /** The next requests for an operation meet these faults, one each, in this order. */
    public void next(String operation, AwsFault... planned) {
        faults.computeIfAbsent(operation, o -> new ArrayDeque<>()).addAll(List.of(planned));
    }

    /** Every request for an operation meets a fault, until {@link #recover}. */
    public void always(String operation, AwsFault fault) {
        standing.put(operation, fault);
    }

    public void recover(String operation) {
        standing.remove(operation);
    }

    /** Faults that were planned and did not come to pass, by operation. */
    public Map<String, Queue<AwsFault>> unused() {
        Map<String, Queue<AwsFault>> left = new TreeMap<>(faults);
        left.values().removeIf(Queue::isEmpty);
        return left;
    }

    /** How often each operation was asked for, faults included. */
    public Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    public int calls(String operation) {
        return calls.getOrDefault(operation, 0);
    }

    @Override
    public void close() {
        server.stop();
    }

    private ResponseDefinition answer(Request request) {
        for (FakeService service : services) {
            Optional<String> operation = service.operation(request);
            if (operation.isPresent()) {
                return answer(service, operation.get(), request);
            }
        }
        return WireMock.aResponse().withStatus(404).withBody("No such service").build();
    }

    private ResponseDefinition answer(FakeService service, String operation, Request request) {
        calls.merge(operation, 1, Integer::sum);
        Optional<AwsFault> fault = fault(operation);
        if (fault.isEmpty()) {
            return whole(perform(service, operation, request)).build();
        }
        if (fault.get() instanceof AwsFault.LoseRequest) {
            return broken();
        }
        if (fault.get() instanceof AwsFault.LoseResponse) {
            perform(service, operation, request);
            return broken();
        }
        if (fault.get() instanceof AwsFault.Refuse refuse) {
            Reply error = service.error(refuse.status(), refuse.code(), refuse.message());
            return whole(refuse.retryAfter()
                            .map(pause -> error.with("Retry-After", String.valueOf(pause.toSeconds())))
                            .orElse(error))
                    .build();
        }
        Reply reply = perform(service, operation, request);
        if (fault.get() instanceof AwsFault.RefuseAfterEffect refuse) {
            return whole(service.error(refuse.status(), refuse.code(), refuse.message()))
                    .build();
        }
        AwsFault.Delay delay = (AwsFault.Delay) fault.get();
        return whole(reply).withFixedDelay((int) delay.by().toMillis()).build();
    }

    private Optional<AwsFault> fault(String operation) {
        Queue<AwsFault> planned = faults.get(operation);
        if (planned != null) {
            synchronized (planned) {
                AwsFault next = planned.poll();
                if (next != null) {
                    return Optional.of(next);
                }
            }
        }
        return Optional.ofNullable(standing.get(operation));
    }

    private static Reply perform(FakeService service, String operation, Request request) {
        try {
            return service.perform(operation, request);
        } catch (Exception e) {
            return service.error(500, "InternalFailure", e.toString());
        }
    }

    private static ResponseDefinitionBuilder whole(Reply reply) {
        ResponseDefinitionBuilder response =
                WireMock.aResponse().withStatus(reply.status()).withBody(reply.body());
        reply.headers().forEach(response::withHeader);
        return response;
    }

    private static ResponseDefinition broken() {
        return WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {
        static final String NAME = "fake-aws";

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return answer(event.getRequest());
        }

        @Override
        public String getName() {
            return NAME;
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }
}
