package dev.drover.standalone.hosts;

import dev.drover.standalone.rest.Route;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;

/** The ways to Spark's daemons through the SSH connections to their hosts. Safe for use by many threads. */
final class Ways implements Route {
    private final HostsOptions options;
    private final Connections connections;

    Ways(HostsOptions options, Connections connections) {
        this.options = options;
        this.connections = connections;
    }

    @Override
    public URI to(URI address) throws IOException {
        for (SshHost host : options.hosts()) {
            if (host.sparkAddress().equals(address.getHost().replaceAll("[\\[\\]]", ""))) {
                return through(host, address);
            }
        }
        return address;
    }

    private URI through(SshHost host, URI address) throws IOException {
        int port;
        try {
            port = connections.forward(host, host.sparkAddress(), address.getPort());
        } catch (IOException e) {
            ConnectException unreached = new ConnectException("host '" + host + "' cannot be used: " + e.getMessage());
            unreached.initCause(e);
            throw unreached;
        }
        String rest = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        return URI.create(address.getScheme() + "://127.0.0.1:" + port + rest);
    }
}
