package dev.drover;

import java.util.List;
import java.util.function.Function;

/**
 * A program run on one machine of the cluster, not through a shell: the first word is the program, the
 * {@link JobOptions#args() arguments} reach it as they are. For a shell's services write
 * {@code Command.of("bash").args("-c", "...")} and see to quoting yourself.
 */
public final class Command implements JobSpec {
    private final String program;
    private final JobOptions options;

    private Command(Builder builder) {
        program = builder.program;
        options = new JobOptions(builder.draft);
        if (program.isBlank() || program.indexOf('\0') >= 0) {
            throw DroverException.invalid("A command needs a program, such as 'bash' or '/opt/etl/launch.sh'.");
        }
    }

    /**
     * Begins the job.
     *
     * @param program a path, or a name found on the machine's PATH
     */
    public static Builder of(String program) {
        return new Builder(program);
    }

    public String program() {
        return program;
    }

    @Override
    public JobOptions options() {
        return options;
    }

    @Override
    public Command withFiles(Function<StorageUri, List<StorageUri>> located) {
        return this;
    }

    @Override
    public Capability capability() {
        return Capability.COMMAND;
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds a {@link Command}. */
    public static final class Builder extends JobSpec.Builder<Builder> {
        private final String program;

        private Builder(String program) {
            this.program = program;
        }

        private Builder(Command from) {
            super(from.options);
            program = from.program;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Command build() {
            return new Command(this);
        }
    }
}
