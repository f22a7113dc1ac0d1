package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with pipelines. */
@Command(
        name = "pipeline",
        description = "Runs pipelines, resumes them, and shows how they stand.",
        footer = {"", "Example:", "  drover pipeline status --key nightly/2026-11-21"})
final class PipelineGroup {}
