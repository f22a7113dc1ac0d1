package dev.drover.cli.command;

import picocli.CommandLine.Command;

/** What is done with configurations. */
@Command(
        name = "config",
        description = "Checks drover.yaml.",
        footer = {"", "Example:", "  drover config check"},
        subcommands = {ConfigCheck.class, ConfigSchema.class})
final class ConfigGroup {}
