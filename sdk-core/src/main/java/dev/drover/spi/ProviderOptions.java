package dev.drover.spi;

/** Marks a provider's own options, which are bound to a location in {@link dev.drover.Drover.Builder#configure}. */
public interface ProviderOptions {}
