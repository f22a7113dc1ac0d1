package dev.drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroverConfigTest {
    private static final Path FILE = Path.of("/etc/acme/drover.yaml");

    /** Options of a provider that is in no module. */
    private static final class FarmOptions implements ProviderOptions {
        private final List<String> told = new ArrayList<>();
        private Optional<Secret> password = Optional.empty();

        FarmOptions say(String key, Object value) {
            told.add(key + "=" + value);
            return this;
        }
    }

    private record GateOptions(boolean open) implements ProviderOptions {}

    static final class Farm implements ProviderFactory {
        private final List<ProviderOptions> seen = new ArrayList<>();

        @Override
        public Set<String> schemes() {
            return Set.of("farm");
        }

        @Override
        public Set<Capability> capabilities(String scheme) {
            return Set.of();
        }

        @Override
        public List<Keys<? extends ProviderOptions>> settings(String scheme) {
            return List.of(
                    Keys.of(FarmOptions::new, options -> options)
                            .key("field", Kinds.text(), "Where.", (o, v) -> o.say("field", v))
                            .key("sheep", Kinds.integer(1, 256), "How many.", (o, v) -> o.say("sheep", v))
                            .key("share", Kinds.number(0, 1), "How much.", (o, v) -> o.say("share", v))
                            .key("timeout", Kinds.duration(), "How long.", (o, v) -> o.say("timeout", v))
                            .key("breed", Kinds.choice(Breed.class), "Which.", (o, v) -> o.say("breed", v))
                            .key("ca", Kinds.path(), "Whom to trust.", (o, v) -> o.say("ca", v))
                            .key("proxy", Kinds.address(), "By which way.", (o, v) -> o.say("proxy", v))
                            .key("names", Kinds.list(Kinds.text()), "Who.", (o, v) -> o.say("names", v))
                            .key("conf", Kinds.map(Kinds.text()), "What else.", (o, v) -> o.say("conf", v))
                            .key("password", Kinds.secret(), "A secret.", (o, v) -> o.password = Optional.of(v))
                            .end(),
                    Keys.of(AtomicBoolean::new, open -> new GateOptions(open.get()))
                            .key("gateOpen", Kinds.yesOrNo(), "Whether it is open.", AtomicBoolean::set)
                            .end());
        }

        @Override
        public Provider open(Location where, ProviderContext context) {
            context.options(FarmOptions.class).ifPresent(seen::add);
            context.options(GateOptions.class).ifPresent(seen::add);
            if (seen.isEmpty()) {
                return new Meadow();
            }
            throw new IllegalStateException("seen enough");
        }
    }

    /** Nothing happens there. */
    private record Meadow() implements Provider {
        @Override
        public Failure classify(NativeCall call, Throwable error) {
            return Failure.lost(String.valueOf(error));
        }

        @Override
        public void close() {}
    }

    private enum Breed {
        MERINO,
        HILL_SHEEP
    }

    private final Farm farm = new Farm();
    private final DroverConfig config = DroverConfig.standard()
            .factories(List.of(farm))
            .environment(name ->
                    Optional.ofNullable(Map.of("TEAM", "blue", "EMPTY", "").get(name)));

    private Drover open(String... lines) {
        return config.parse(FILE, String.join("\n", lines)).build();
    }

    private List<String> problems(String... lines) {
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> config.parse(FILE, String.join("\n", lines)));
        assertThat(refused).as("an error for %s", (Object) lines).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        return refused.problems().stream()
                .map(Problem::toString)
                .map(text -> text.replace(FILE + ":", ""))
                .toList();
    }

    /** The provider is opened, and has seen enough. */
    private static void use(Drover drover) {
        assertThatThrownBy(() -> drover.jobs(ClusterId.parse("farm://hill/a")).find(RequestKey.random()))
                .hasStackTraceContaining("seen enough");
    }

    private List<String> told(String... lines) {
        try (Drover drover = open(lines)) {
            use(drover);
        }
        return farm.seen.stream()
                .filter(FarmOptions.class::isInstance)
                .flatMap(each -> ((FarmOptions) each).told.stream())
                .toList();
    }

    @Test
    void everyKindOfValueArrives() {
        assertThat(told(
                        "locations:",
                        "  farm://hill:",
                        "    field: north",
                        "    sheep: 12",
                        "    share: 0.5",
                        "    timeout: 1h30m",
                        "    breed: hill-sheep",
                        "    ca: certs/ca.pem",
                        "    proxy: http://proxy:3128",
                        "    names: [dolly, 'no', \"4.20\"]",
                        "    conf: {spark.ui.enabled: 'false'}",
                        "    gateOpen: true"))
                .containsExactly(
                        "field=north",
                        "sheep=12",
                        "share=0.5",
                        "timeout=" + Duration.ofMinutes(90),
                        "breed=HILL_SHEEP",
                        "ca=/etc/acme/certs/ca.pem",
                        "proxy=" + URI.create("http://proxy:3128"),
                        "names=[dolly, no, 4.20]",
                        "conf={spark.ui.enabled=false}");
        assertThat(farm.seen).contains(new GateOptions(true));
    }

    @Test
    void optionsOfASchemeHoldForItsLocationsAndThoseThatAreNotNamedAreNotMade() {
        assertThat(told("locations:", "  farm://:", "    field: everywhere")).containsExactly("field=everywhere");
        assertThat(farm.seen).hasSize(1);
    }

    @Test
    void variablesThatAreListedArePutIn() {
        assertThat(told("environment: [TEAM]", "locations:", "  farm://hill: {field: 'x-${env.TEAM}-$${env.TEAM}'}"))
                .containsExactly("field=x-blue-${env.TEAM}");
    }

    @Test
    void variablesThatAreNotListedOrNotSetAreProblems() {
        assertThat(problems(
                        "environment: [NOWHERE]",
                        "namespace: ${env.TEAM}",
                        "ledger: ${home}",
                        "sharedStatus: a${env.TEAM"))
                .containsExactly(
                        "1:15: the variable NOWHERE is not set",
                        "2:12: the variable TEAM is not listed under 'environment'",
                        "3:9: ${home} means nothing here; there is ${env.NAME}",
                        "4:15: '${env.TEAM' is not closed; write $${ for the two characters themselves");
    }

    @Test
    void allProblemsAreToldAtOnceInTheOrderOfTheFile() {
        assertThat(problems(
                        "namspace: acme",
                        "operationTimeout: 5 minutes",
                        "guard: {maxTries: 21, backoff: {base: 10s, cap: 1s}}",
                        "locations:",
                        "  barn://hill: {}",
                        "  farm://hill:",
                        "    sheeps: 3",
                        "    sheep: three",
                        "    share: 1.5",
                        "    breed: merno",
                        "    timeout: 5m30",
                        "    names: dolly",
                        "    password: hunter2",
                        "pools:",
                        "  Etl: {members: []}",
                        "  etl:",
                        "    policy: round_robin",
                        "    members:",
                        "      - weight: -1",
                        "        cluster: nonsense"))
                .containsExactly(
                        "1:1: there is no key 'namspace' here; did you mean 'namespace'?",
                        "2:19: '5 minutes' is not a time, such as 90s, 5m or 1h30m",
                        "3:19: 21 is not a whole number from 1 to 20",
                        "3:32: The cap of pauses must not be below their base; PT1S is below PT10S.",
                        "5:3: no module on the class path knows 'barn://'; there are farm",
                        "7:5: there is no key 'sheeps' here; did you mean 'sheep'?",
                        "8:12: there must be a whole number from 1 to 256 here, and there is a text",
                        "9:12: 1.5 is not a number from 0.0 to 1.0",
                        "10:12: 'merno' is not one of merino, hill-sheep; did you mean 'merino'?",
                        "11:14: '5m30' is not a time, such as 90s, 5m or 1h30m",
                        "12:12: there must be a list here, and there is a text",
                        "13:15: a secret is a reference, {env: NAME} or {file: path}, and never its value",
                        "15:3: 'Etl' is not a name of lower-case letters, digits and hyphens",
                        "15:18: there must be 1 to 1000 here, and there are 0",
                        "17:13: 'round_robin' is not one of rendezvous, smooth-weighted, round-robin, least-loaded,"
                                + " power-of-two-choices; did you mean 'round-robin'?",
                        "19:17: -1 is not a number from 0.0 to 1000000.0",
                        "20:18: 'nonsense' is not the id of a cluster, such as emr://eu-west-1/j-3ABC");
    }

    @Test
    void whatYamlTakesForANumberIsNoText() {
        assertThat(problems("namespace: 4.20"))
                .containsExactly("1:12: 4.20 is a number to YAML; for a text put it in quotes: '4.20'");
        assertThat(problems("namespace: true"))
                .containsExactly("1:12: true is true or false to YAML; for a text put it in quotes: 'true'");
    }

    @Test
    void aMissingKeyIsNamed() {
        assertThat(problems("pools:", "  etl:", "    maxWait: 5s"))
                .containsExactly("3:5: the key 'members' is missing: a list; each is a group of keys");
    }

    @Test
    void secretsAreReferences(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("password"), "hunter2\n");
        Path file = folder.resolve("drover.yaml");
        Files.writeString(file, "locations:\n  farm://hill:\n    password: {file: password}\n");
        try (Drover drover = config.read(file).build()) {
            use(drover);
        }
        FarmOptions seen = (FarmOptions) farm.seen.get(0);
        assertThat(seen.password.orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(problems("locations:", "  farm://hill:", "    password: {file: a, env: B}"))
                .containsExactly("3:25: only one of env, file can be here; 'file' is here already");
    }

    @Test
    void poolsAreThereByName() {
        try (Drover drover = open(
                "ledger: file:///tmp/keys/",
                "pools:",
                "  etl:",
                "    policy: smooth-weighted",
                "    maxWait: 2m",
                "    members:",
                "      - {cluster: 'farm://hill/a', weight: 3, labels: {zone: eu}, queues: [daily], queueNames: {etl: root.etl}}",
                "      - {cluster: 'farm://hill/b', sparkVersion: '4.2.0', maxInFlight: 5}")) {
            assertThat(drover.pools()).containsExactly("etl");
            assertThat(drover.pool("etl").candidates())
                    .extracting(candidate -> candidate.cluster().name(), candidate -> candidate.weight())
                    .containsExactly(tuple("a", 3.0), tuple("b", 1.0));
            assertThat(drover.pool("etl")).isSameAs(drover.pool("etl"));
            assertThat(catchThrowableOfType(DroverException.class, () -> drover.pool("ad-hoc")))
                    .hasMessage("NOT_FOUND: No pool 'ad-hoc' was declared; there are [etl].");
        }
    }

    @Test
    void packagesAreFoundByTheLocationOfClusters() {
        try (Drover drover = open("packages:", "  farm://hill: s3://acme/hill/", "  'farm://': s3://acme/all")) {
            assertThat(drover.packagePrefixes(List.of(
                            ClusterId.parse("farm://hill/a"),
                            ClusterId.parse("farm://hill/b"),
                            ClusterId.parse("farm://dale/a"))))
                    .extracting(StorageUri::toString)
                    .containsExactly("s3://acme/hill/", "s3://acme/all");
            assertThat(catchThrowableOfType(
                            DroverException.class,
                            () -> drover.packagePrefixes(List.of(ClusterId.parse("barn://hill/a")))))
                    .hasMessageContaining("barn://hill");
        }
    }

    @Test
    void hostileFilesAreRefusedSoon() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(bomb.toString()))
                .singleElement()
                .asString()
                .contains("this is too much: at most 200000 values");
        assertThat(problems("[".repeat(20_000))).singleElement().asString().contains("1:51: this is too deep");
        assertThat(problems("a: &a {b: *a}")).isNotEmpty();
        assertThat(problems("x: " + "y".repeat(3_000_000)))
                .singleElement()
                .asString()
                .contains("too large");
        assertThat(problems("namespace: !!java.io.File /tmp")).isNotEmpty();
        assertThat(problems("a: 1", "a: 2")).contains("2:1: the key 'a' is there twice");
        assertThat(problems("a: [1")).singleElement().asString().contains("this is not YAML");
        assertThat(problems("")).containsExactly("1:1: the file is empty");
    }

    @Test
    void mistakesOfMostKindsAreRefusedByTheSchemaToo() throws Exception {
        SchemaCheck schema = new SchemaCheck(config.schema());
        List<String> good = List.of(
                "namespace: acme",
                "guard: {maxTries: 3, breaker: {failureRate: 0.25}, budgets: [{burst: 3, perSecond: 0.5}]}",
                "locations: {'farm://hill': {sheep: 3, gateOpen: false, password: {env: PATH}, conf: {a: b}}}",
                "pools: {etl: {stickyByKey: 2, members: [{cluster: 'farm://hill/a'}]}}");
        for (String each : good) {
            assertThat(config.parse(FILE, each)).as(each).isNotNull();
            assertThat(schema.accepts(each)).as(each).isTrue();
        }
        List<String> bad = List.of(
                "namespac: acme",
                "namespace: 3",
                "namespace: ''",
                "operationTimeout: 5 minutes",
                "guard: {maxTries: 0}",
                "guard: {maxTries: 2.5}",
                "guard: {breaker: {failureRate: 2}}",
                "guard: {budgets: [{burst: 3}]}",
                "guard: []",
                "locations: {'barn://hill': {}}",
                "locations: {'farm://hill': {sheep: many}}",
                "locations: {'farm://hill': {breed: wild}}",
                "locations: {'farm://hill': {password: plain}}",
                "locations: {'farm://hill': {password: {env: A, file: b}}}",
                "locations: {'farm://hill': {names: [1]}}",
                "locations: {'farm://hill': {conf: {a: 1}}}",
                "pools: {etl: {}}",
                "pools: {etl: {members: [{}]}}",
                "pools: {etl: {policy: best, members: [{cluster: 'farm://hill/a'}]}}",
                "packages: [s3://acme/p/]",
                "packages: {'farm://hill': 3}",
                "environment: ['A B']");
        for (String each : bad) {
            assertThat(problems(each)).as(each).isNotEmpty();
            assertThat(schema.accepts(each)).as(each).isFalse();
        }
    }
}
