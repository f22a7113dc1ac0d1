import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches a Maven distribution for {@code mvnw}: download, compare the SHA-512, unpack, move into place. Runs from source
 * ({@code java FetchMaven.java VERSION SHA512 TARGET}), so that a JDK is all a machine needs.
 *
 * <p>Several builds may run this at once: each unpacks into a folder of its own, the first move wins, the others find the
 * finished folder and drop theirs.
 */
final class FetchMaven {
    /** Where distributions come from unless MVNW_REPOURL says otherwise: the repository that belongs to Maven's own domain. */
    private static final String DEFAULT_REPOSITORY = "https://repo." + "maven.apache.org" + "/maven2";

    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";
    private static final int DOWNLOAD_ATTEMPTS = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);

    private FetchMaven() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            System.err.println("usage: java FetchMaven.java VERSION SHA512 TARGET");
            System.exit(2);
        }
        try {
            fetch(args[0], args[1].toLowerCase(Locale.ROOT), Path.of(args[2]).toAbsolutePath());
        } catch (IOException | IllegalArgumentException e) {
            String reason = e instanceof Refusal ? e.getMessage() : e.toString();
            System.err.println("mvnw: could not fetch Maven " + args[0] + ": " + reason);
            System.exit(1);
        }
    }

    /** What no second attempt would mend, said in full by its message. */
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private static void fetch(String version, String sha512, Path target) throws IOException, InterruptedException {
        String repository = env("MVNW_REPOURL");
        if (repository.isEmpty()) {
            repository = DEFAULT_REPOSITORY;
        }
        repository = repository.replaceAll("/+$", "");
        String name = "apache-maven-" + version;
        URI uri = URI.create(repository + "/org/apache/maven/apache-maven/" + version + "/" + name + "-bin.zip");
        System.err.println("mvnw: fetching Maven " + version + " from " + uri.getHost());

        Path parent = Files.createDirectories(target.getParent());
        // Beside the target, because only within one file system is a move atomic.
        Path work = Files.createTempDirectory(parent, ".fetch-");
        try {
            Path zip = work.resolve("maven.zip");
            download(uri, zip);
            String actual = sha512(zip);
            if (!actual.equals(sha512)) {
                throw new Refusal("the SHA-512 of " + uri + " is " + actual + ", but maven-wrapper.properties expects "
                        + sha512 + "; nothing was installed");
            }
            unpack(zip, work);
            Path unpacked = work.resolve(name);
            Path launcher = unpacked.resolve("bin").resolve("mvn");
            if (!Files.isRegularFile(launcher)) {
                throw new Refusal("no bin/mvn in " + uri);
            }
            for (String script : List.of("mvn", "mvnDebug", "mvnyjp")) {
                makeExecutable(unpacked.resolve("bin").resolve(script));
            }
            install(unpacked, target);
        } finally {
            delete(work);
        }
    }

    /** Downloads into the file. Tries again after broken connections and server errors only. */
    private static void download(URI uri, Path file) throws IOException, InterruptedException {
        HttpClient client = client();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_TIMEOUT)
                .header("User-Agent", "drover-mvnw")
                .build();
        for (int attempt = 1; ; attempt++) {
            // The request's own timeout ends with the headers: the future bounds the body too.
            CompletableFuture<HttpResponse<Path>> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofFile(file));
            String failure;
            try {
                int status = answer.get(DOWNLOAD_TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode();
                if (status == 200) {
                    return;
                }
                failure = uri + " answered with HTTP status " + status;
                if (status < 500) {
                    throw new Refusal(failure);
                }
            } catch (ExecutionException e) {
                failure = uri + ": " + e.getCause();
            } catch (TimeoutException e) {
                answer.cancel(true);
                failure = uri + " was not complete after " + DOWNLOAD_TIMEOUT.toMinutes() + " minutes";
            }
            if (attempt == DOWNLOAD_ATTEMPTS) {
                throw new Refusal(failure);
            }
            Thread.sleep(1000L * attempt);
        }
    }

    /** The file's SHA-512 in lower-case hex. */
    private static String sha512(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private static HttpClient client() throws Refusal {
        // The JDK refuses Basic authentication to proxies of HTTPS unless told otherwise before its client is loaded.
        if (System.getProperty(TUNNELING) == null) {
            System.setProperty(TUNNELING, "");
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL);
        // -Dhttps.proxyHost wins, because it speaks to Java alone; the JDK's default selector reads it.
        String proxy = env("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        if (System.getProperty("https.proxyHost") != null || proxy.isEmpty()) {
            return builder.proxy(ProxySelector.getDefault()).build();
        }
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (uri.getHost() == null) {
            throw new Refusal("https_proxy is set, but names no host");
        }
        int port = uri.getPort() == -1 ? 80 : uri.getPort();
        builder.proxy(new EnvironmentProxy(new InetSocketAddress(uri.getHost(), port), env("no_proxy", "NO_PROXY")));
        if (uri.getRawUserInfo() != null) {
            String[] login = uri.getRawUserInfo().split(":", 2);
            char[] password = login.length < 2 ? new char[0] : decode(login[1]).toCharArray();
            String user = decode(login[0]);
            builder.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY ? new PasswordAuthentication(user, password) : null;
                }
            });
        }
        return builder.build();
    }

    /** Sends everything through one proxy, save the hosts in no_proxy (names and domains, separated by commas, or a star). */
    private static final class EnvironmentProxy extends ProxySelector {
        private final Proxy proxy;
        private final List<String> direct;

        EnvironmentProxy(InetSocketAddress address, String noProxy) {
            this.proxy = new Proxy(Proxy.Type.HTTP, address);
            this.direct = Stream.of(noProxy.toLowerCase(Locale.ROOT).split(","))
                    .map(host -> host.strip().replaceFirst("^\\*?\\.", ""))
                    .filter(host -> !host.isEmpty())
                    .toList();
        }

        @Override
        public List<Proxy> select(URI uri) {
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            boolean around = direct.stream().anyMatch(d -> d.equals("*") || host.equals(d) || host.endsWith("." + d));
            return List.of(around ? Proxy.NO_PROXY : proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The request fails with the same exception.
        }
    }

    private static void unpack(Path zip, Path into) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new Refusal("the archive wants to write outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (Files.exists(file) && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(file, permissions);
        }
    }

    /** Moves the finished folder into place, or leaves the one that another run put there in the meantime. */
    private static void install(Path unpacked, Path target) throws IOException {
        try {
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isExecutable(target.resolve("bin").resolve("mvn"))) {
                throw new Refusal(target + " is in the way and holds no Maven; delete it and try again");
            }
        }
    }

    private static void delete(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("mvnw: could not delete " + tree + ": " + e.getMessage());
        }
    }

    private static String env(String... names) {
        Map<String, String> environment = System.getenv();
        return Stream.of(names)
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String decode(String text) {
        // URLDecoder reads a plus as a blank; in user names and passwords it is a plus.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
