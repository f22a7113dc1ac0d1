package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Scheduler and node in one: gives pods a place, runs their containers on a {@link Machine}, and tells of it. */
public final class Kubelet extends Actor {
    private static final String NODE = "node-1";

    private record Rule(String selector, PodFate fate) {}

    private final Machine machine;
    private final PodLogs logs;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<String, PodRun> running = new LinkedHashMap<>();
    /** Pods that nobody takes or that cannot be started, for now, with the reason told last. */
    private final Map<String, String> waiting = new LinkedHashMap<>();

    /** A pod whose containers were started, one stage after the other. */
    private static final class PodRun {
        ObjectNode pod;
        int stage;
        Map<String, ContainerRun> containers = new LinkedHashMap<>();
        boolean evicted;

        PodRun(ObjectNode pod) {
            this.pod = pod;
        }

        List<JsonNode> inits() {
            List<JsonNode> inits = new ArrayList<>();
            Json.at(pod, "spec", "initContainers").forEach(inits::add);
            return inits;
        }
    }

    /** Puts a node into a cluster. It ends with it, and the machine with both. */
    public static Kubelet in(FakeKube kube, Machine machine) {
        return kube.actor(new Kubelet(kube.registry(), kube.logs(), machine));
    }

    private Kubelet(Registry registry, PodLogs logs, Machine machine) {
        super(registry, "kubelet");
        this.logs = logs;
        this.machine = machine;
        ObjectNode node = Json.object();
        Json.meta(node).put("name", NODE);
        Json.child(node, "metadata", "labels").put("topology.kubernetes.io/zone", "zone-a");
        registry.create(Resources.NODES, node);
    }

    /** What becomes of the pods that a label selector finds, when they are to start. */
    public void fate(String selector, PodFate fate) {
        rules.add(new Rule(selector, fate));
    }

    /** Lets them have the usual life again, those that wait included. */
    public void recover(String selector) {
        rules.removeIf(rule -> rule.selector().equals(selector));
    }

    /** Lets the containers of a running pod end. */
    public void end(String namespace, String pod, int exitCode) {
        later(() -> find(namespace, pod).containers.values().forEach(each -> each.end(exitCode, Optional.empty())));
    }

    /** Lets a running pod's first container print something. */
    public void print(String namespace, String pod, String text) {
        ObjectNode there = registry.get(Resources.PODS, namespace, pod);
        logs.find(there, Json.text(Json.at(there, "spec", "containers").get(0), "name"))
                .orElseThrow()
                .append(registry.clock().instant(), text.getBytes(StandardCharsets.UTF_8));
    }

    public void oomKill(String namespace, String pod) {
        later(() -> oomKill(find(namespace, pod)));
    }

    public void evict(String namespace, String pod) {
        later(() -> evict(find(namespace, pod), ((PodFate.Evicted) PodFate.evicted()).message()));
    }

    private PodRun find(String namespace, String name) {
        return running.values().stream()
                .filter(run -> Json.name(run.pod).equals(name)
                        && Json.namespace(run.pod).equals(namespace))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No pod " + namespace + "/" + name + " is running"));
    }

    private Optional<PodFate> fate(ObjectNode pod) {
        return rules.stream()
                .filter(rule -> new LabelSelector(rule.selector()).test(pod))
                .map(Rule::fate)
                .findFirst();
    }

    @Override
    List<Resource> concerns() {
        return List.of(Resources.PODS);
    }

    @Override
    void changed(Change change) {
        if (!change.resource().equals(Resources.PODS)) {
            return;
        }
        String uid = Json.uid(change.last());
        PodRun run = running.get(uid);
        if (change.after().isEmpty()) {
            waiting.remove(uid);
            if (run != null) {
                run.containers.values().forEach(ContainerRun::kill);
                running.remove(uid);
            }
            logs.forget(change.last());
        } else if (Json.deleting(change.last())) {
            if (run == null) {
                remove(change.last());
            } else {
                run.containers.values().forEach(ContainerRun::terminate);
            }
        } else if (change.before().isEmpty()
                && Json.text(change.last(), "status", "phase").equals("Pending")) {
            waiting.put(uid, "");
            begin(change.last());
        }
    }

    @Override
    void tick() {
        for (String uid : List.copyOf(waiting.keySet())) {
            registry.store().all(Resources.PODS, "").values().stream()
                    .filter(pod -> Json.uid(pod).equals(uid))
                    .findFirst()
                    .ifPresent(this::begin);
        }
        List.copyOf(running.values()).forEach(this::look);
    }

    private String now() {
        return Json.time(registry.clock().instant());
    }

    private void tell(ObjectNode pod, String type, String reason, String message) {
        Events.record(
                registry, reason.contains("chedul") ? "default-scheduler" : "kubelet", pod, type, reason, message);
    }

    private Optional<ObjectNode> write(ObjectNode pod, java.util.function.Consumer<ObjectNode> change) {
        return registry.change(Resources.PODS, pod, object -> {
            change.accept(object);
            return object;
        });
    }

    private void remove(ObjectNode pod) {
        try {
            registry.delete(
                    Resources.PODS,
                    Json.namespace(pod),
                    Json.name(pod),
                    Json.object("{\"gracePeriodSeconds\":0}"),
                    false);
        } catch (Refusal refusal) {
            // It has gone meanwhile.
        }
    }

    // The way to running

    private void begin(ObjectNode pod) {
        Optional<PodFate> fate = fate(pod);
        if (fate.isPresent() && fate.get() instanceof PodFate.Unschedulable why) {
            wait(pod, "Unschedulable", () -> {
                tell(pod, "Warning", "FailedScheduling", why.message());
                write(
                        pod,
                        object -> PodStatus.condition(
                                object, "PodScheduled", false, "Unschedulable", why.message(), now()));
            });
            return;
        }
        ObjectNode placed = Json.text(pod, "spec", "nodeName").isEmpty() ? place(pod) : pod;
        if (fate.isPresent() && fate.get() instanceof PodFate.ImagePullBackOff) {
            wait(placed, "ImagePullBackOff", () -> backOff(placed));
            return;
        }
        PodRun run = new PodRun(placed);
        if (startStage(run)) {
            waiting.remove(Json.uid(pod));
            running.put(Json.uid(pod), run);
            fate.ifPresent(each -> strike(run, each));
        }
    }

    /** Tells once why a pod waits. */
    private void wait(ObjectNode pod, String why, Runnable telling) {
        if (!why.equals(waiting.put(Json.uid(pod), why))) {
            telling.run();
        }
    }

    private ObjectNode place(ObjectNode pod) {
        tell(
                pod,
                "Normal",
                "Scheduled",
                "Successfully assigned " + Json.namespace(pod) + "/" + Json.name(pod) + " to " + NODE);
        return write(pod, object -> {
                    Json.child(object, "spec").put("nodeName", NODE);
                    Json.child(object, "status").put("hostIP", "10.0.0.1").put("startTime", now());
                    PodStatus.condition(object, "PodScheduled", true, "", "", now());
                    Json.at(object, "spec", "containers")
                            .forEach(each -> PodStatus.waiting(
                                    PodStatus.container(object, "containerStatuses", each), "ContainerCreating", ""));
                })
                .orElse(pod);
    }

    private void backOff(ObjectNode pod) {
        JsonNode first = Json.at(pod, "spec", "containers").get(0);
        String image = Json.text(first, "image");
        tell(pod, "Warning", "Failed", "Failed to pull image \"" + image + "\": not found");
        tell(pod, "Normal", "BackOff", "Back-off pulling image \"" + image + '"');
        write(
                pod,
                object -> PodStatus.waiting(
                        PodStatus.container(object, "containerStatuses", first),
                        "ImagePullBackOff",
                        "Back-off pulling image \"" + image + '"'));
    }

    private void strike(PodRun run, PodFate fate) {
        if (fate instanceof PodFate.OomKilled) {
            oomKill(run);
        } else if (fate instanceof PodFate.Evicted why) {
            evict(run, why.message());
        }
    }

    private static void oomKill(PodRun run) {
        run.containers.values().forEach(each -> each.end(137, Optional.of("OOMKilled")));
    }

    private void evict(PodRun run, String message) {
        run.evicted = true;
        run.containers.values().forEach(each -> each.end(137, Optional.empty()));
        tell(run.pod, "Warning", "Evicted", message);
        write(run.pod, object -> {
            Json.child(object, "status").put("reason", "Evicted").put("message", message);
            PodStatus.condition(object, "DisruptionTarget", true, "TerminationByKubelet", message, now());
        });
    }

    /** Starts the next init container, or all the others; whether that could be done. */
    private boolean startStage(PodRun run) {
        List<JsonNode> inits = run.inits();
        boolean init = run.stage < inits.size();
        List<JsonNode> specs = new ArrayList<>();
        if (init) {
            specs.add(inits.get(run.stage));
        } else {
            Json.at(run.pod, "spec", "containers").forEach(specs::add);
        }
        Map<String, ContainerRun> started = new LinkedHashMap<>();
        for (JsonNode spec : specs) {
            try {
                started.put(Json.text(spec, "name"), start(run.pod, spec));
            } catch (ContainerSpec.Missing e) {
                started.values().forEach(ContainerRun::kill);
                wait(run.pod, e.getMessage(), () -> {
                    tell(run.pod, "Warning", "Failed", "Error: " + e.getMessage());
                    write(
                            run.pod,
                            object -> PodStatus.waiting(
                                    PodStatus.container(object, list(init), spec),
                                    "CreateContainerConfigError",
                                    e.getMessage()));
                });
                return false;
            }
        }
        run.containers = started;
        boolean ready = !init && !(fate(run.pod).orElse(null) instanceof PodFate.NotReady);
        write(run.pod, object -> {
                    ObjectNode status = Json.child(object, "status").put("podIP", "10.1.0.1");
                    for (JsonNode spec : specs) {
                        PodStatus.running(PodStatus.container(object, list(init), spec), ready, now());
                    }
                    PodStatus.condition(object, "Initialized", !init, "", "", now());
                    if (!init) {
                        status.put("phase", "Running");
                        String why = ready ? "" : "ContainersNotReady";
                        PodStatus.condition(object, "ContainersReady", ready, why, "", now());
                        PodStatus.condition(object, "Ready", ready, why, "", now());
                    }
                })
                .ifPresent(pod -> run.pod = pod);
        return true;
    }

    private static String list(boolean init) {
        return init ? "initContainerStatuses" : "containerStatuses";
    }

    private ContainerRun start(ObjectNode pod, JsonNode spec) throws ContainerSpec.Missing {
        ContainerSpec resolved = new ContainerSpec(registry.store(), pod, spec);
        Machine.Run process = machine.start(resolved.command(), resolved.environment(), resolved.files());
        String name = Json.text(spec, "name");
        tell(pod, "Normal", "Started", "Started container " + name);
        return new ContainerRun(name, registry.clock().instant(), process, logs.started(pod, name));
    }

    // The way to the end

    private void look(PodRun run) {
        Instant now = registry.clock().instant();
        Map<String, Integer> codes = new LinkedHashMap<>();
        run.containers.values().forEach(each -> each.look(now).ifPresent(code -> codes.put(each.name, code)));
        if (codes.size() < run.containers.size()) {
            return;
        }
        boolean failed = codes.values().stream().anyMatch(code -> code != 0);
        boolean deleting = registry.store()
                .get(Resources.PODS, Json.namespace(run.pod), Json.name(run.pod))
                .filter(Json::deleting)
                .isPresent();
        if (run.stage < run.inits().size() && !failed && !deleting) {
            ended(run, codes, "");
            run.stage++;
            startStage(run);
            return;
        }
        String policy = Json.text(run.pod, "spec", "restartPolicy");
        boolean again = policy.equals("Always") || (policy.equals("OnFailure") && failed);
        if (again && !run.evicted && !deleting) {
            ended(run, codes, "");
            startStage(run);
            return;
        }
        running.remove(Json.uid(run.pod));
        ended(run, codes, failed ? "Failed" : "Succeeded");
        if (deleting) {
            remove(run.pod);
        }
    }

    /** Writes down how containers have ended, and the pod with them if it has a last phase. */
    private void ended(PodRun run, Map<String, Integer> codes, String phase) {
        boolean init = run.stage < run.inits().size();
        write(run.pod, object -> {
                    for (ContainerRun each : run.containers.values()) {
                        ObjectNode status = PodStatus.container(
                                object, list(init), Json.object().put("name", each.name));
                        ObjectNode terminated = PodStatus.terminated(
                                status, codes.get(each.name), each.reason(), Json.time(each.startedAt), now());
                        if (phase.isEmpty() && !init) {
                            status.put(
                                    "restartCount", status.path("restartCount").asInt() + 1);
                            status.putObject("lastState").set("terminated", terminated.deepCopy());
                        }
                    }
                    if (!phase.isEmpty()) {
                        Json.child(object, "status").put("phase", phase);
                        String why = phase.equals("Succeeded") ? "PodCompleted" : "PodFailed";
                        PodStatus.condition(object, "ContainersReady", false, why, "", now());
                        PodStatus.condition(object, "Ready", false, why, "", now());
                    }
                })
                .ifPresent(pod -> run.pod = pod);
    }

    @Override
    public void close() {
        super.close();
        running.values().forEach(run -> run.containers.values().forEach(ContainerRun::kill));
        machine.close();
    }
}
