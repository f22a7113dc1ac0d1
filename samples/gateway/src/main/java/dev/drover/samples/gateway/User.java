package dev.drover.samples.gateway;

/**
 * Who asks.
 *
 * @param name lower-case letters and digits only, so that no name is the beginning of another one with a hyphen after it
 * @param admin whether he sees what others do, and may drain clusters
 */
record User(String name, boolean admin) {}
