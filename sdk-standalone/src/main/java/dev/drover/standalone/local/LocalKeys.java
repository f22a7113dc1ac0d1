package dev.drover.standalone.local;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link LocalOptions}. */
final class LocalKeys {

    private LocalKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<LocalOptions> keys() {
        return Keys.of(LocalOptions::builder, LocalOptions.Builder::build)
                .key("runs", Kinds.path(), "Where clusters keep their files.", LocalOptions.Builder::runs)
                .key("cache", Kinds.path(), "Where Spark is kept between runs.", LocalOptions.Builder::cache)
                .key(
                        "sparkVersion",
                        Kinds.text(),
                        "The version of Spark; by default the newest.",
                        LocalOptions.Builder::sparkVersion)
                .key("sparkHome", Kinds.path(), "A Spark that is installed already.", LocalOptions.Builder::sparkHome)
                .key(
                        "javaHome",
                        Kinds.path(),
                        "The Java that runs it; by default this one.",
                        LocalOptions.Builder::javaHome)
                .key(
                        "offline",
                        Kinds.yesOrNo(),
                        "Whether nothing is downloaded; by default it is.",
                        LocalOptions.Builder::offline)
                .key(
                        "readyTimeout",
                        Kinds.duration(),
                        "How long a cluster may take to start.",
                        LocalOptions.Builder::readyTimeout)
                .key(
                        "archiveClasses",
                        Kinds.yesOrNo(),
                        "Whether an archive of classes makes the next start faster.",
                        LocalOptions.Builder::archiveClasses)
                .key(
                        "inheritEnvironment",
                        Kinds.yesOrNo(),
                        "Whether processes see the whole environment of this one; by default not.",
                        LocalOptions.Builder::inheritEnvironment)
                .key(
                        "env",
                        Kinds.map(Kinds.text()),
                        "Variables that processes see.",
                        (options, all) -> all.forEach(options::environment))
                .end();
    }
}
