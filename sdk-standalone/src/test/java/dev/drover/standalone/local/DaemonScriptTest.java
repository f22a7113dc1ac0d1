package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaemonScriptTest {

    @Test
    void itIsWrittenLineByLineWithEscapes() {
        DaemonScript script = new DaemonScript(
                "a.Main", List.of("--dir", "/a b\\c"), Map.of("spark.b", "two\nlines\r", "spark.a", "x=y"));

        assertThat(script.lines().lines())
                .containsExactly(
                        "conf spark.a=x=y",
                        "conf spark.b=two\\nlines\\r",
                        "main a.Main",
                        "arg --dir",
                        "arg /a b\\\\c",
                        "start");
        assertThat(script.lines()).endsWith("start\n");
    }

    @Test
    void itsTextHidesTheProperties() {
        assertThat(new DaemonScript("a.Main", List.of(), Map.of("spark.authenticate.secret", "hush")))
                .hasToString("DaemonScript[a.Main []]");
    }
}
