/** A complete provider for a platform of folders: a cluster is a folder, a run a folder in it with a process. */
package dev.drover.samples.folder;
