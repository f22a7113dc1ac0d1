package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PythonRequirements;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Real pip and the real PyPI, for a platform that this machine is not. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_PYTHON_4_2_0", matches = ".+")
class PipDownloadTest {

    @Test
    void wheelsOfAnotherPlatformAreFound(@TempDir Path out) throws Exception {
        List<Path> wheels = PythonRequirements.of("markupsafe==2.1.5", "jinja2==3.1.4")
                .python("3.9")
                .platform("manylinux2014_aarch64")
                .interpreter(System.getenv("DROVER_ITS_PYTHON_4_2_0"))
                .build()
                .download(out);

        assertThat(wheels)
                .extracting(wheel -> wheel.getFileName().toString())
                .hasSize(2)
                .anyMatch(name -> name.startsWith("MarkupSafe-2.1.5-cp39-cp39-") && name.contains("aarch64"))
                .anyMatch(name -> name.equals("jinja2-3.1.4-py3-none-any.whl"));
        assertThat(PackageBundle.builder().requirements(wheels).build().files()).hasSize(2);
    }
}
