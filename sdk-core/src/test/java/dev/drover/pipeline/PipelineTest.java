package dev.drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Command;
import dev.drover.DroverException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pipeline may be. */
class PipelineTest {
    private static Step step(String name, String... after) {
        Step.Builder step = Step.builder(name, Command.of("true").build());
        return after.length == 0 ? step.build() : step.after(after).build();
    }

    private static Pipeline of(Step... steps) {
        Pipeline.Builder pipeline = Pipeline.builder("p");
        List.of(steps).forEach(pipeline::step);
        return pipeline.build();
    }

    private static List<String> before(Pipeline pipeline, int step) {
        return pipeline.before(pipeline.steps().get(step));
    }

    @Test
    void aStepComesAfterTheOneBeforeItUnlessItSaysSo() {
        Pipeline pipeline = of(
                step("a"),
                step("b"),
                Step.builder("c", Command.of("true").build()).after().build(),
                step("d", "b", "c", "b"),
                step("e"));

        assertThat(before(pipeline, 0)).isEmpty();
        assertThat(before(pipeline, 1)).containsExactly("a");
        assertThat(before(pipeline, 2)).isEmpty();
        assertThat(before(pipeline, 3)).containsExactly("b", "c");
        assertThat(before(pipeline, 4)).containsExactly("d");
    }

    @Test
    void aStepMayComeAfterOneThatIsWrittenBelow() {
        Pipeline pipeline = of(
                step("a", "b"),
                Step.builder("b", Command.of("true").build()).after().build());

        assertThat(before(pipeline, 0)).containsExactly("b");
    }

    @Test
    void circlesAreRefusedAndShown() {
        refused("'b' after 'd' after 'c' after 'b'", step("a"), step("b", "a", "d"), step("c", "b"), step("d", "c"));
        refused("'a' after 'a'", step("a", "a"));
    }

    @Test
    void whatCannotBeIsRefused() {
        refused("1 to 1000 steps, not 0");
        refused("two steps 'a'", step("a"), step("a"));
        refused("'b' comes after 'x', and there is no such step", step("a"), step("b", "x"));
        assertThatThrownBy(() -> step("a b")).hasMessageContaining("cannot name a step");
        assertThatThrownBy(() -> step("-a")).hasMessageContaining("cannot name a step");
        assertThatThrownBy(() -> step("a".repeat(101))).hasMessageContaining("cannot name a step");
        assertThatThrownBy(() -> Pipeline.builder("p").parallel(0)).hasMessageContaining("1 to 256");
        assertThatThrownBy(() -> Pipeline.builder("p").exitCode(0, ExitMeaning.FAILURE))
                .hasMessageContaining("1 to 255");
        assertThatThrownBy(() -> Pipeline.builder("p").timeout(Duration.ZERO)).hasMessageContaining("above zero");
        assertThatThrownBy(() -> Step.builder("a", Command.of("true").build()).attempts(0))
                .hasMessageContaining("1 to 100");
    }

    private static void refused(String words, Step... steps) {
        assertThatThrownBy(() -> of(steps)).isInstanceOf(DroverException.class).hasMessageContaining(words);
    }

    @Test
    void aThousandStepsAreFine() {
        Pipeline.Builder pipeline = Pipeline.builder("p");
        for (int i = 0; i < 1_000; i++) {
            pipeline.step(step("s" + i));
        }

        assertThat(pipeline.build().steps()).hasSize(1_000);
        assertThatThrownBy(() -> pipeline.step(step("more")).build()).hasMessageContaining("not 1001");
    }

    @Test
    void aBuilderOfAPipelineHoldsAllOfIt() {
        Pipeline pipeline = Pipeline.builder("p")
                .step(step("a"))
                .parallel(3)
                .onFailure(OnFailure.CONTINUE)
                .exitCode(2, ExitMeaning.WARNING)
                .timeout(Duration.ofHours(1))
                .notice("to know")
                .build();

        Pipeline same = pipeline.toBuilder().on(PipelineTarget.pool("etl")).build();

        assertThat(same.name()).isEqualTo("p");
        assertThat(same.steps()).isEqualTo(pipeline.steps());
        assertThat(same.parallel()).isEqualTo(3);
        assertThat(same.onFailure()).isEqualTo(OnFailure.CONTINUE);
        assertThat(same.exitCodes()).containsExactly(Map.entry(2, ExitMeaning.WARNING));
        assertThat(same.timeout()).hasValue(Duration.ofHours(1));
        assertThat(same.notices()).containsExactly("to know");
        assertThat(same.target()).map(PipelineTarget::summary).hasValue("pool etl");
        assertThat(pipeline.target()).isEmpty();
    }
}
