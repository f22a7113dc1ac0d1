package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages that docs/versioning.md calls public are those that the Javadoc of all modules shows. */
class PublicPackagesTest {
    private static final Path ROOT = Path.of("../..");
    private static final String SOURCES = "src/main/java";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`dev\\.drover[^|]*) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+)`");

    @Test
    void whatThePageNamesIsShown() throws IOException {
        String hidden = patterns(setting("excludePackageNames").get(0));

        assertThat(packages().filter(each -> !each.matches(hidden))).containsExactlyInAnyOrderElementsOf(named());
    }

    @Test
    void eachStandsInOneGroup() throws IOException {
        List<String> groups =
                setting("packages").stream().map(PublicPackagesTest::patterns).toList();

        assertThat(named())
                .allSatisfy(each -> assertThat(groups.stream().filter(each::matches))
                        .as(each)
                        .hasSize(1));
    }

    /** A row begins with a whole name; those that follow it and begin with a dot are below it. */
    private static List<String> named() {
        List<String> names = new ArrayList<>();
        ROW.matcher(new Page("versioning.md").text()).results().forEach(row -> {
            List<String> cell = NAME.matcher(row.group(1))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            cell.forEach(name -> names.add(name.startsWith(".") ? cell.get(0) + name : name));
        });
        return names;
    }

    private static Stream<String> packages() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.filter(
                            module -> module.getFileName().toString().startsWith("sdk-"))
                    .map(module -> module.resolve(SOURCES))
                    .filter(Files::exists)
                    .toList()) {
                try (Stream<Path> all = Files.walk(sources)) {
                    all.filter(file -> file.endsWith("package-info.java"))
                            .map(file -> sources.relativize(file.getParent())
                                    .toString()
                                    .replace('/', '.'))
                            .forEach(names::add);
                }
            }
        }
        return names.stream();
    }

    /** What the parent's profile says for the site. */
    private static List<String> setting(String name) throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String profile = pom.substring(pom.indexOf("<id>javadoc</id>"));
        return Pattern.compile("<" + name + ">(.*?)</" + name + ">")
                .matcher(profile.substring(0, profile.indexOf("</profile>")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String patterns(String names) {
        return names.replace(".", "\\.").replace("*", ".*").replace(':', '|');
    }
}
