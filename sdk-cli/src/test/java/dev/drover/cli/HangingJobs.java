package dev.drover.cli;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.cli.command.World;
import dev.drover.cli.output.Terminal;
import dev.drover.config.DroverConfig;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command as a process of its own, with the machine's clock and real interrupts, beside a platform whose jobs hang. */
final class HangingJobs {
    private HangingJobs() {}

    public static void main(String[] args) {
        DroverClock clock = DroverClock.system();
        MemPlatform platform = MemPlatform.builder(clock).build();
        platform.cluster("mem://eu/etl");
        platform.onJob(job -> true, JobScript.hang());
        World world = new World(
                System.out,
                System.err,
                System.in,
                Terminal.NONE,
                Path.of(System.getProperty("folder")),
                name -> Optional.empty(),
                DroverConfig::standard,
                (Drover.Builder builder) -> builder.factories(List.of(platform.factory())),
                clock,
                new ShutdownInterrupts(),
                detail -> {});
        System.exit(new Cli(world).run(args));
    }
}
