package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller may do, as the server sees it. */
class PreflightTest {
    private static final Right SUBMIT = new Right("create", "sparkoperator.k8s.io", "sparkapplications", "spark");
    private static final Right LOGS = new Right("get", "", "pods/log", "spark");
    private static final Right NAMESPACES = new Right("create", "", "namespaces", "");

    private World world;
    private KubeConnection connection;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        world = new World(folder);
        connection = world.open(world.byServer().build());
    }

    @AfterEach
    void close() {
        connection.close();
        world.close();
    }

    @Test
    void everyMissingRightIsNamedAtOnce() {
        allow("sparkapplications");

        DroverException e = catchThrowableOfType(
                DroverException.class, () -> preflight().require(List.of(SUBMIT, LOGS, NAMESPACES), Direct.calls()));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e)
                .hasMessageContaining(
                        "may not: get pods/log in the namespace 'spark';" + " create namespaces in the whole cluster.")
                .hasMessageNotContaining("sparkapplications");
    }

    @Test
    void withAllRightsItGoesOn() {
        allow("sparkapplications");

        preflight().require(List.of(SUBMIT), Direct.calls());

        assertThat(world.api.asked()).hasSize(1);
        TestApi.Asked asked = world.api.asked().get(0);
        assertThat(asked.path()).isEqualTo("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
        assertThat(World.object(asked.body()).getAsJsonObject("spec"))
                .isEqualTo(
                        World.object("{\"resourceAttributes\":{\"verb\":\"create\",\"group\":\"sparkoperator.k8s.io\","
                                + "\"resource\":\"sparkapplications\",\"namespace\":\"spark\"}}"));
    }

    @Test
    void aSubresourceIsAskedAboutAsOne() {
        allow("nothing");

        assertThat(preflight().missing(List.of(LOGS), Direct.calls())).containsExactly(LOGS);
        JsonObject attributes = World.object(world.api.asked().get(0).body())
                .getAsJsonObject("spec")
                .getAsJsonObject("resourceAttributes");
        assertThat(attributes.get("resource").getAsString()).isEqualTo("pods");
        assertThat(attributes.get("subresource").getAsString()).isEqualTo("log");
    }

    @Test
    void anAnswerThatAllowsNothingIsARefusal() {
        world.api.serve(exchange -> exchange.answer(201, "{\"status\":{}}"));

        assertThat(preflight().missing(List.of(SUBMIT), Direct.calls())).containsExactly(SUBMIT);
    }

    private Preflight preflight() {
        return new Preflight(connection.calls());
    }

    private void allow(String resource) {
        world.api.serve(exchange -> exchange.answer(
                201, "{\"status\":{\"allowed\":" + exchange.asked().body().contains("\"" + resource + "\"") + "}}"));
    }
}
