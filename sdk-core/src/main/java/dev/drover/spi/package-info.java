/**
 * The contract of a provider module. A module implements {@link dev.drover.spi.ProviderFactory}, names it in
 * {@code META-INF/services/dev.drover.spi.ProviderFactory}, and passes {@code ProviderConformance} of sdk-testkit.
 *
 * <p>Drivers translate. They do not retry, do not wait for states, do not log secrets and do not wrap errors: they make
 * every native call through {@link dev.drover.spi.CallContext#call}, which keeps deadlines and budgets, and let
 * {@link dev.drover.spi.Provider#classify} say in one place what an error means. Only the core makes
 * {@link dev.drover.DroverException}s of them.
 */
@NullMarked
package dev.drover.spi;

import org.jspecify.annotations.NullMarked;
