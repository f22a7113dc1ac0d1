/**
 * What a configuration file may say of a provider: typed keys, declared once, from which the file is read, its JSON Schema is
 * written and its reference is made.
 *
 * <pre>{@code
 * static final Keys<MyOptions> KEYS = Keys.of(MyOptions::builder, MyOptions.Builder::build)
 *         .key("region", Kinds.text(), "Where it runs.", MyOptions.Builder::region)
 *         .key("timeout", Kinds.duration(), "For one call.", MyOptions.Builder::timeout)
 *         .end();
 * }</pre>
 */
@NullMarked
package dev.drover.spi.settings;

import org.jspecify.annotations.NullMarked;
