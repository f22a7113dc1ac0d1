package dev.drover.standalone.rest;

/**
 * A part of a log as a worker gave it.
 *
 * @param text as the worker decoded it; what is cut or no text has become U+FFFD
 * @param start first byte
 * @param end byte after the last
 * @param total length of the log in bytes; 0 also if there is none
 */
public record LogRange(String text, long start, long end, long total) {}
