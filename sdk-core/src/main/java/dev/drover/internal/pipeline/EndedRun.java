package dev.drover.internal.pipeline;

import dev.drover.RequestKey;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import java.time.Duration;

/** A run that had ended with success before anybody asked for it. */
record EndedRun(PipelineReport report) implements PipelineRun {
    @Override
    public RequestKey key() {
        return report.key();
    }

    @Override
    public PipelineReport await(Duration timeout) {
        return report;
    }

    @Override
    public PipelineReport awaitSuccess(Duration timeout) {
        return report;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
}
