package dev.drover.cli.output;

import dev.drover.ClusterStatus;
import dev.drover.DroverListener;
import dev.drover.JobStatus;
import java.util.Locale;

/** Shows what Drover does while it does it. Safe for use by many threads. */
public final class Progress implements DroverListener {
    private static final int BAR = 24;

    private final Screen screen;

    public Progress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void progressed(DroverListener.Progress progress) {
        screen.progress(progress.message());
    }

    @Override
    public void uploadProgressed(UploadProgress progress) {
        if (!screen.live() && progress.filesDone() < progress.filesTotal()) {
            return;
        }
        screen.progress(bar(progress.filesDone(), progress.filesTotal())
                + String.format(
                        Locale.ROOT,
                        " %d of %d files, %d unchanged, %.1f MB",
                        progress.filesDone(),
                        progress.filesTotal(),
                        progress.filesSkipped(),
                        progress.bytesDone() / 1e6));
    }

    @Override
    public void clusterChanged(ClusterStatus status) {
        screen.progress("cluster " + status.id() + " is " + status.state());
    }

    @Override
    public void jobChanged(JobStatus status) {
        screen.progress("job " + status.id() + " is " + status.state()
                + status.detail().map(detail -> ": " + detail).orElse(""));
    }

    @Override
    public void pipelineChanged(PipelineChanged changed) {
        screen.progress("pipeline " + changed.pipeline() + ": " + changed.message());
    }

    @Override
    public void pipelineStepChanged(PipelineStepChanged changed) {
        screen.progress(
                "step " + changed.step().name() + " is " + changed.step().state());
    }

    @Override
    public void callEnded(CallEnded call) {
        if (screen.detail() == Detail.VERBOSE) {
            screen.note(call.api() + " of " + call.endpoint() + ": "
                    + call.failure().map(Enum::name).orElse("done") + " in "
                    + call.took().toMillis() + " ms");
        }
    }

    private static String bar(int done, int total) {
        int filled = total == 0 ? BAR : BAR * done / total;
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }
}
