package dev.drover.samples.guides;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the code of pages among names that their text brings up. */
final class Snippets {
    private static final List<String> IMPORTS = List.of(
            "dev.drover.*",
            "dev.drover.aws.*",
            "dev.drover.aws.ec2.*",
            "dev.drover.aws.emr.*",
            "dev.drover.aws.emreks.*",
            "dev.drover.aws.emrserverless.*",
            "dev.drover.aws.s3.*",
            "dev.drover.aws.s3.S3Options.Encryption",
            "dev.drover.bootstrap.*",
            "dev.drover.bundle.*",
            "dev.drover.config.*",
            "dev.drover.gcp.*",
            "dev.drover.gcp.dataproc.*",
            "dev.drover.gcp.dataprocserverless.*",
            "dev.drover.gcp.gcs.*",
            "dev.drover.k8s.*",
            "dev.drover.k8s.clusters.*",
            "dev.drover.k8s.clusters.KubeSparkOptions.UiService",
            "dev.drover.pipeline.*",
            "dev.drover.routing.*",
            "dev.drover.standalone.*",
            "dev.drover.standalone.hosts.*",
            "dev.drover.standalone.local.*",
            "java.net.URI",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*");

    /** What code uses without saying where it comes from; a page's own names go before these. */
    private static final String USUAL = "Drover drover; ClusterHandle cluster; JobSpec job; JobSpec spec; Uploaded app;"
            + " StorageUri jar; String day; String sha512; Path folder; ClusterId one, two, three;";

    private Snippets() {}

    /**
     * What javac has to say of the blocks of pages; nothing if they compile.
     *
     * @param pages each page with declarations of what its code uses
     */
    static List<String> problems(Map<Page, String> pages) {
        List<JavaFileObject> sources = new ArrayList<>();
        sources.add(new Text("Usual", "class Usual { " + USUAL + " }"));
        pages.forEach((page, names) -> {
            String common = "Page" + sources.size();
            sources.add(new Text(common, "class " + common + " extends Usual { " + names + " }"));
            List<String> blocks = page.blocks("java");
            for (int i = 0; i < blocks.size(); i++) {
                // Named so that javac's complaint tells the page.
                String name = page.name().replaceAll("[^a-z0-9]", "_") + "_block_" + (i + 1);
                sources.add(new Text(
                        name,
                        "class " + name + " extends " + common + " { Object run() throws Exception { if (true) {\n"
                                + statements(blocks.get(i)) + "\n} return null; } }"));
            }
        });
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        var task = (JavacTask) compiler.getTask(null, null, told, List.of("-proc:none"), null, sources);
        try {
            // Looks at the code without writing classes.
            var unused = task.analyze();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getSource().getName() + ": " + each.getMessage(Locale.ROOT))
                .toList();
    }

    /** A part of a call is made whole; three points are what a reader fills in. */
    private static String statements(String block) {
        String code = block.replace("-> ...", "-> {}");
        String last = Stream.of(code.split("\n"))
                .filter(line -> !line.isBlank() && !line.strip().startsWith("//"))
                .reduce("", (before, line) -> line)
                .replaceFirst("//.*", "")
                .strip();
        if (code.strip().startsWith(".")) {
            code = "builder" + code;
        }
        return last.endsWith(";") || last.endsWith("}") ? code : code + "\n;";
    }

    private static String imports() {
        return IMPORTS.stream().map(each -> "import " + each + ";").collect(Collectors.joining()) + "\n";
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("page:///" + name + ".java"), Kind.SOURCE);
            this.text = imports() + text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
