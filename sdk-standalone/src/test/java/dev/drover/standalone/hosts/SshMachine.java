package dev.drover.standalone.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** A machine as far as SSH can tell: a server at an address of its own, whose commands are real processes with their own home. */
final class SshMachine implements AutoCloseable {
    private final String address;
    private final int port;
    private final Path home;
    private final KeyPair user;
    private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> forwarded = new ConcurrentLinkedQueue<>();
    private volatile KeyPair key;
    private volatile SshServer server;
    /** What happens when a command comes; may hang up. */
    volatile Consumer<SshMachine> onCommand = machine -> {};

    SshMachine(String address, int port, Path home, KeyPair key, KeyPair user) throws IOException {
        this.address = address;
        this.port = port;
        this.home = Files.createDirectories(home);
        this.key = key;
        this.user = user;
        start();
    }

    String address() {
        return address;
    }

    Path home() {
        return home;
    }

    /** Command lines that were asked for. */
    ConcurrentLinkedQueue<String> commands() {
        return commands;
    }

    /** Where connections were led to. */
    ConcurrentLinkedQueue<String> forwarded() {
        return forwarded;
    }

    void start() throws IOException {
        SshServer next = SshServer.setUpDefaultServer();
        next.setHost(address);
        next.setPort(port);
        next.setKeyPairProvider(KeyPairProvider.wrap(key));
        next.setPublickeyAuthenticator(
                (name, shown, session) -> name.equals("worker") && KeyUtils.compareKeys(shown, user.getPublic()));
        next.setForwardingFilter(new AcceptAllForwardingFilter() {
            @Override
            protected boolean checkAcceptance(String request, Session session, SshdSocketAddress target) {
                forwarded.add(target.getHostName() + ":" + target.getPort());
                return true;
            }
        });
        next.setCommandFactory((channel, command) -> new Running(command));
        next.start();
        server = next;
    }

    /** As after it was set up anew. */
    void restartWith(KeyPair other) throws IOException {
        stop();
        key = other;
        start();
    }

    /** Hangs up on everybody, and listens no longer. */
    void stop() throws IOException {
        server.stop(true);
    }

    /** Hangs up on everybody. */
    void hangUp() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** A command, as a process. */
    private final class Running implements Command {
        private final String command;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, immediately) -> {};
        private volatile Process process;

        Running(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            commands.add(command);
            onCommand.accept(SshMachine.this);
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(home.toFile());
            Map<String, String> variables = builder.environment();
            variables.put("HOME", home.toString());
            process = builder.start();
            pump(in, process.getOutputStream());
            Thread read = pump(process.getInputStream(), out);
            Thread readErrors = pump(process.getErrorStream(), err);
            daemon(() -> {
                try {
                    int code = process.waitFor();
                    read.join();
                    readErrors.join();
                    exit.onExit(code);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private Thread pump(InputStream from, OutputStream to) {
            return daemon(() -> {
                byte[] buffer = new byte[8192];
                try (to) {
                    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                        to.write(buffer, 0, n);
                        to.flush();
                    }
                } catch (IOException gone) {
                    // One side has hung up; closing tells the other.
                }
            });
        }

        private static Thread daemon(Runnable work) {
            Thread thread = new Thread(work, "ssh-machine");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** As sshd does it: the process goes on without its input. */
        @Override
        public void destroy(ChannelSession channel) throws IOException {
            Process running = process;
            if (running != null) {
                running.getOutputStream().close();
            }
        }
    }
}
