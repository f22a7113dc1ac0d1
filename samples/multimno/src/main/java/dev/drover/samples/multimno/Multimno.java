package dev.drover.samples.multimno;

import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.RequestKey;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import dev.drover.config.DroverConfig;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Deploys an application of Multimno's shape and runs the components of its pipeline.json, on whatever cluster a drover.yaml
 * declares. The fifth lacks a setting on purpose: {@code run} breaks there, and {@code resume} goes on there with a
 * configuration that has it, also in another process.
 *
 * <p>Arguments: {@code run} or {@code resume}; the drover.yaml; the folder of the application's sources; a folder for what is
 * made of them and for the reports.
 *
 * <p>Exit codes: 0 all done, 1 failed, 2 stopped by a quality warning, 64 wrong arguments.
 */
public final class Multimno {
    static final RequestKey KEY = RequestKey.of("mobility", "2026-11-16");
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int WRONG_ARGUMENTS = 64;

    private Multimno() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4 || !(args[0].equals("run") || args[0].equals("resume"))) {
            System.err.println("Usage: Multimno run|resume CONFIGURATION APPLICATION FOLDER");
            System.exit(WRONG_ARGUMENTS);
        }
        Drover.Builder drover = DroverConfig.standard().read(Path.of(args[1])).listener(new Progress());
        System.exit(run(drover, args[0].equals("resume"), Path.of(args[2]), Path.of(args[3])));
    }

    static int run(Drover.Builder configured, boolean resume, Path application, Path folder)
            throws IOException, InterruptedException {
        Path upload = folder.resolve("upload");
        Deployment.layOut(application, resume, upload);
        try (Drover drover = configured.build()) {
            Place place = Place.of(drover);
            Uploaded code = drover.upload(PackageBundle.directory(upload), place.code());
            System.out.printf(
                    "Uploaded %d files to %s; %d were there already.%n",
                    code.uploaded(), code.target(), code.skipped());
            Pipeline pipeline = place.pipeline(application.resolve("pipeline.json"), code);
            pipeline.notices().forEach(System.out::println);
            try (PipelineRun run = resume
                    ? drover.pipelines().resume(pipeline, KEY)
                    : drover.pipelines().run(pipeline, KEY)) {
                return tell(run.await(LONGEST), folder);
            }
        }
    }

    private static int tell(PipelineReport report, Path folder) throws IOException {
        StepTable.show(report);
        Files.writeString(folder.resolve("report.html"), report.html());
        Files.writeString(folder.resolve("report.json"), report.json());
        System.out.println("The report: " + folder.resolve("report.html") + " and report.json");
        return switch (report.state()) {
            case SUCCEEDED -> 0;
            case WARNED -> 2;
            default -> 1;
        };
    }

    /** One line for each thing that changes. */
    private static final class Progress implements DroverListener {
        @Override
        public void pipelineChanged(PipelineChanged changed) {
            System.out.println("  " + changed.message());
        }

        @Override
        public void pipelineStepChanged(PipelineStepChanged changed) {
            if (changed.step().state().ended()) {
                System.out.println(
                        "  " + changed.step().name() + " " + changed.step().state());
            }
        }
    }
}
