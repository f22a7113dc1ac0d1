package dev.drover.standalone.rest;

import dev.drover.Attempt;
import dev.drover.spi.Sha256;
import dev.drover.standalone.agent.JobMain;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jar that is put into a staging place and runs inside drivers: the classes of {@link dev.drover.standalone.agent}
 * as this JVM loaded them, and {@value #JOBS} empty subclasses of {@link JobMain}. The same classes give the same
 * bytes.
 */
public final class AgentJar {
    /** A compromise: 270 kB of jar, and one in so many foreign drivers has the main class that is looked for. */
    static final int JOBS = 1024;

    private static final String PACKAGE = JobMain.class.getPackageName() + ".";
    private static final Pattern JOB = Pattern.compile(Pattern.quote(PACKAGE) + "Job[0-9a-f]{3}");
    private static final String FOLDER = PACKAGE.replace('.', '/');
    private static final int JAVA_17 = 61;
    private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final byte[] bytes;
    private final String fileName;

    private AgentJar(byte[] bytes) {
        this.bytes = bytes;
        this.fileName = "drover-agent-" + Sha256.hex(bytes).substring(0, 16) + ".jar";
    }

    /** Builds the jar in memory; about 20 ms. */
    public static AgentJar build() {
        return build(JOBS);
    }

    /** The agent alone, for where attempts are told apart by other means than their main class. */
    public static AgentJar withoutJobs() {
        return build(0);
    }

    private static AgentJar build(int jobs) {
        try {
            SortedMap<String, byte[]> classes = new TreeMap<>(agentClasses());
            for (int i = 0; i < jobs; i++) {
                String name = FOLDER + job(i);
                classes.put(name + ".class", subclass(name));
            }
            return new AgentJar(zip(classes));
        } catch (IOException e) {
            throw new UncheckedIOException("The agent's own class files cannot be read", e);
        }
    }

    /** The content; a new copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Tells the content by its hash. */
    public String fileName() {
        return fileName;
    }

    /** The main class for an attempt: always the same, and shared with one in {@value #JOBS} others. */
    static String mainClass(Attempt attempt) {
        String name = attempt.name();
        return PACKAGE + job(Integer.parseInt(name.substring(name.length() - 3), 16) % JOBS);
    }

    /** Whether a driver with this main class was submitted with the agent. */
    static boolean isAgent(String mainClass) {
        return mainClass.startsWith(PACKAGE);
    }

    /** Whether a driver with this main class is an attempt's. */
    static boolean isJob(String mainClass) {
        return JOB.matcher(mainClass).matches();
    }

    private static String job(int number) {
        return String.format("Job%03x", number);
    }

    /** A class file (JVM specification, chapter 4) without any members. */
    private static byte[] subclass(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(JAVA_17);
        out.writeShort(5);
        for (String constant : new String[] {name, JobMain.class.getName().replace('.', '/')}) {
            out.writeByte(1);
            out.writeUTF(constant);
        }
        for (int utf8 = 1; utf8 <= 2; utf8++) {
            out.writeByte(7);
            out.writeShort(utf8);
        }
        out.writeShort(0x0021);
        out.writeShort(3);
        out.writeShort(4);
        // No interfaces, fields, methods, attributes.
        out.writeLong(0);
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> agentClasses() throws IOException {
        URL own = JobMain.class.getResource(JobMain.class.getSimpleName() + ".class");
        if (own == null) {
            throw new IOException("no class file of " + JobMain.class);
        }
        URLConnection connection = own.openConnection();
        if (connection instanceof JarURLConnection inJar) {
            return fromJar(inJar);
        }
        try {
            return fromFolder(Path.of(new URI(own.toString())).resolveSibling(""));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Map<String, byte[]> fromJar(JarURLConnection inJar) throws IOException {
        // The cached JarFile belongs to the class loader too: it must not be closed here.
        inJar.setUseCaches(false);
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = inJar.getJarFile()) {
            for (JarEntry entry :
                    jar.stream().filter(e -> isAgentClass(e.getName())).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    classes.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return classes;
    }

    private static Map<String, byte[]> fromFolder(Path folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = FOLDER + file.getFileName();
                if (isAgentClass(name)) {
                    classes.put(name, Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }

    private static boolean isAgentClass(String name) {
        return name.startsWith(FOLDER)
                && name.endsWith(".class")
                && name.indexOf('/', FOLDER.length()) < 0
                && !name.endsWith("package-info.class");
    }

    /** Stored, not deflated: other versions of zlib would give other bytes. */
    private static byte[] zip(SortedMap<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                CRC32 crc = new CRC32();
                crc.update(file.getValue());
                entry.setCrc(crc.getValue());
                entry.setSize(file.getValue().length);
                entry.setTimeLocal(ZIP_EPOCH);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
