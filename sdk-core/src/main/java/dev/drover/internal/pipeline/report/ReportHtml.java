package dev.drover.internal.pipeline.report;

import dev.drover.pipeline.PipelineReport;

/** A report as one HTML file. */
public final class ReportHtml {

    private ReportHtml() {}

    public static String of(PipelineReport report) {
        return "";
    }
}
