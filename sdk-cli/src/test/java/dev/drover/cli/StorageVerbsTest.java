package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of storages. */
class StorageVerbsTest {
    @TempDir
    Path folder;

    private Shell shell;
    private String file;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder).withFile("some file.txt", "hello\n");
        file = folder.resolve("some file.txt").toString();
    }

    @Test
    void putStatGetAndRemove() throws IOException {
        assertThat(shell.run("storage", "put", file, "mem://b/a/").lines()).containsExactly("mem://b/a/some file.txt");
        JsonNode stat = shell.run("--json", "storage", "stat", "mem://b/a/some file.txt")
                .json();
        Path got = folder.resolve("got.txt");

        assertThat(stat.path("size").asInt()).isEqualTo(6);
        assertThat(stat.path("uri").asText()).isEqualTo("mem://b/a/some file.txt");
        assertThat(shell.run("storage", "get", "mem://b/a/some file.txt", got.toString())
                        .exit())
                .isZero();
        assertThat(got).hasContent("hello\n");
        assertThat(shell.run("storage", "get", "mem://b/a/some file.txt", "-").out())
                .isEqualTo("hello\n");
        assertThat(shell.run("storage", "rm", "mem://b/a/some file.txt", "mem://b/none")
                        .out())
                .contains("2 objects deleted");
        assertThat(shell.run("storage", "stat", "mem://b/a/some file.txt").exit())
                .isEqualTo(3);
        assertThat(shell.run("storage", "get", "mem://b/a/some file.txt", got.toString())
                        .exit())
                .isEqualTo(3);
        assertThat(got).hasContent("hello\n");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.startsWith(".drover"));
        }
    }

    @Test
    void putReadsStandardInput() {
        shell.input = "from a pipe";

        assertThat(shell.run("storage", "put", "-", "mem://b/one").exit()).isZero();
        assertThat(shell.run("storage", "get", "mem://b/one", "-").out()).isEqualTo("from a pipe");
    }

    @Test
    void putIfAbsentReplacesNothing() {
        shell.run("storage", "put", file, "mem://b/one");

        assertThat(shell.run("storage", "put", "--if-absent", file, "mem://b/one")
                        .exit())
                .isEqualTo(3);
        assertThat(shell.run("storage", "put", "--if-absent", file, "mem://b/two")
                        .exit())
                .isZero();
    }

    @Test
    void lsListsInOrder() {
        for (String name : List.of("b", "a/2", "a/1")) {
            shell.run("storage", "put", file, "mem://b/" + name);
        }

        Shell.Result result = shell.run("storage", "ls", "mem://b/a/");

        assertThat(result.lines()).hasSize(2);
        assertThat(result.lines().get(0)).matches(" {13}6  2026-11-21T\\S+Z  mem://b/a/1");
        assertThat(shell.run("--json", "storage", "ls", "mem://b/")
                        .json()
                        .path("objects")
                        .findValuesAsText("uri"))
                .containsExactly("mem://b/a/1", "mem://b/a/2", "mem://b/b");
        assertThat(shell.run("--json", "storage", "ls", "mem://b/none").json().path("objects"))
                .isEmpty();
    }

    @Test
    void rmRecursiveDeletesAFolderAndNotItsNeighbour() {
        for (String name : List.of("a/1", "a/2", "ab")) {
            shell.run("storage", "put", file, "mem://b/" + name);
        }

        assertThat(shell.run("storage", "rm", "-r", "mem://b/a").out())
                .isEqualTo("2 objects deleted" + System.lineSeparator());
        assertThat(shell.run("--json", "storage", "ls", "mem://b/")
                        .json()
                        .path("objects")
                        .findValuesAsText("uri"))
                .containsExactly("mem://b/ab");
    }

    @Test
    void filesOfThisMachineWorkToo() {
        String uri = folder.resolve("copy.txt").toUri().toString();

        assertThat(shell.run("storage", "put", file, uri).exit()).isZero();
        assertThat(folder.resolve("copy.txt")).hasContent("hello\n");
    }

    @Test
    void whatIsWrongHereIsTwo() {
        assertThat(shell.run("storage", "put", folder.resolve("none").toString(), "mem://b/one")
                        .err())
                .contains("There is no file '" + folder.resolve("none") + "'");
        assertThat(shell.run("storage", "put", folder.resolve("none").toString(), "mem://b/one")
                        .exit())
                .isEqualTo(2);
        shell.run("storage", "put", file, "mem://b/one");
        assertThat(shell.run("storage", "get", "mem://b/one", "/no/such/folder/x")
                        .exit())
                .isEqualTo(2);
        assertThat(shell.run("storage", "ls", "no-uri").exit()).isEqualTo(2);
        assertThat(shell.run("storage", "get", "--json", "mem://b/one", "-").exit())
                .isEqualTo(2);
        assertThat(shell.run("storage", "ls", "nosuch://b/").exit()).isEqualTo(3);
    }
}
