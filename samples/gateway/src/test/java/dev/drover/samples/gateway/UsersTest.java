package dev.drover.samples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    @TempDir
    private Path folder;

    private Users users(String permissions, String... lines) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), String.join("\n", lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return Users.read(file);
    }

    private static Optional<User> of(Users users, String authorization) {
        return users.from(Optional.of(authorization));
    }

    @Test
    void aTokenIsItsUsers() throws Exception {
        Users users = users(
                "rw-------",
                "# our people",
                "",
                "alice " + TwoClusters.hash("one"),
                "alice " + TwoClusters.hash("two"),
                "root  " + TwoClusters.hash("three") + "  admin");

        assertThat(of(users, "Bearer one")).contains(new User("alice", false));
        assertThat(of(users, "bearer  two")).contains(new User("alice", false));
        assertThat(of(users, "Bearer three")).contains(new User("root", true));
        for (String wrong : List.of(
                "",
                "one",
                "Bearer",
                "Bearer ",
                "Bearer on",
                "Bearer onee",
                "Basic one",
                "Bearer one two",
                "Bearer " + TwoClusters.hash("one"),
                "Bearer " + "x".repeat(10_000))) {
            assertThat(of(users, wrong)).as(wrong).isEmpty();
        }
        assertThat(users.from(Optional.empty())).isEmpty();
    }

    @Test
    void aFileForOtherEyesIsRefused() {
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx--x---")) {
            assertThatThrownBy(() -> users(permissions, "alice " + TwoClusters.hash("one")))
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void whatIsNoLineOfItIsRefusedWithoutRepeatingIt() throws Exception {
        String hash = TwoClusters.hash("one");
        for (String line : List.of(
                "alice one",
                "Alice " + hash,
                "al-ice " + hash,
                "a".repeat(17) + " " + hash,
                "alice " + hash + " root",
                "alice " + hash.toUpperCase(java.util.Locale.ROOT),
                "1alice " + hash)) {
            assertThatThrownBy(() -> users("rw-------", "# first", line))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("line 2")
                    .hasMessageNotContaining(hash)
                    .hasMessageNotContaining("one:");
        }
        assertThatThrownBy(() -> users("rw-------", "alice " + hash, "bob " + hash))
                .hasMessageContaining("twice");
    }
}
