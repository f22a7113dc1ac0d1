package dev.drover.bundle;

import dev.drover.StorageUri;

/**
 * Where things stand below the prefix of a repository. What has many objects comes last, so that packages and versions are
 * listed quickly.
 *
 * <pre>
 * latest/NAME/00000001.json      which version is the latest: the entry with the highest number says
 * versions/NAME/VERSION.json     a manifest: there is such a version
 * retired/NAME/VERSION.json      the manifest of a version that was pruned less than a day ago
 * staged/NAME/SHA256.json        the manifest of a version that is being sent
 * pruning/NAME/00000001.json     a pruning goes on
 * files/NAME/SHA256/FILE         a file by its content, under its own last name, which jobs and pip go by
 * packs/NAME/SHA256.zip          small files by their contents
 * </pre>
 */
record PackageLayout(StorageUri prefix, String name) {
    static final String JSON = ".json";

    static StorageUri latest(StorageUri prefix) {
        return prefix.resolve("latest/");
    }

    StorageUri latest() {
        return latest(prefix).resolve(name + "/");
    }

    StorageUri versions() {
        return prefix.resolve("versions/" + name + "/");
    }

    StorageUri version(String version) {
        return versions().resolve(version + JSON);
    }

    StorageUri retired() {
        return prefix.resolve("retired/" + name + "/");
    }

    StorageUri retired(String version) {
        return retired().resolve(version + JSON);
    }

    StorageUri staged() {
        return prefix.resolve("staged/" + name + "/");
    }

    StorageUri staged(String digest) {
        return staged().resolve(digest + JSON);
    }

    StorageUri prunings() {
        return prefix.resolve("pruning/" + name + "/");
    }

    StorageUri files() {
        return prefix.resolve("files/" + name + "/");
    }

    /** A file of a bundle as an object of its own. */
    StorageUri file(String file, FileDigest digest) {
        return files().resolve(digest.sha256() + "/" + file.substring(file.lastIndexOf('/') + 1));
    }

    StorageUri packs() {
        return prefix.resolve("packs/" + name + "/");
    }

    StorageUri pack(String digest) {
        return packs().resolve(digest + ".zip");
    }

    /** The object that holds a file. */
    StorageUri object(String file, PackageManifest.Entry entry) {
        return entry.pack().map(this::pack).orElseGet(() -> file(file, entry.digest()));
    }
}
