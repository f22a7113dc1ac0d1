package dev.drover.standalone.hosts;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** Accepts a host only by a key that the file of known hosts has for it, and notes why it refuses one. */
final class HostKeys extends KnownHostsServerKeyVerifier {
    /** Where a connection keeps why its host was refused. */
    static final AttributeRepository.AttributeKey<AtomicReference<String>> REFUSAL =
            new AttributeRepository.AttributeKey<>();

    private final Path file;

    HostKeys(Path file) {
        super((session, address, key) -> false, file);
        this.file = file;
    }

    @Override
    protected boolean acceptUnknownHostKey(ClientSession session, SocketAddress address, PublicKey key) {
        note(
                session,
                "the host shows the key " + shown(key) + ", and " + file + " has none for it. Compare it with what"
                        + " 'ssh-keygen -lf' says of the host's own /etc/ssh/ssh_host_*_key.pub; if it is the same, add"
                        + " the line: " + name(address) + " " + PublicKeyEntry.toString(key));
        return false;
    }

    @Override
    public boolean acceptModifiedServerKey(
            ClientSession session, SocketAddress address, KnownHostEntry entry, PublicKey expected, PublicKey actual) {
        boolean otherType = !KeyUtils.getKeyType(expected).equals(KeyUtils.getKeyType(actual));
        note(
                session,
                "the host shows the key " + shown(actual) + ", but " + file + " has "
                        + (otherType ? "only one of another type, " : "another one, ") + shown(expected)
                        + ". Somebody may be listening in, or the host was set up anew. Ask who runs it for its key, and"
                        + " only then " + (otherType ? "add" : "change") + " the line: " + name(address) + " "
                        + PublicKeyEntry.toString(actual));
        return false;
    }

    @Override
    protected void handleRevokedKey(ClientSession session, SocketAddress address, PublicKey key) {
        note(session, "the host shows the key " + shown(key) + ", which " + file + " says is revoked. Do not use it.");
    }

    private static void note(ClientSession session, String why) {
        AttributeRepository context = session.getConnectionContext();
        AtomicReference<String> refusal = context == null ? null : context.getAttribute(REFUSAL);
        if (refusal != null) {
            refusal.set(why);
        }
    }

    private static String shown(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }

    /** As OpenSSH writes it. */
    private static String name(SocketAddress address) {
        SshdSocketAddress to = SshdSocketAddress.toSshdSocketAddress(address);
        return to.getPort() == 22 ? to.getHostName() : "[" + to.getHostName() + "]:" + to.getPort();
    }
}
