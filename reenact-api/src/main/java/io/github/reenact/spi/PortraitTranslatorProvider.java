package io.github.reenact.spi;

import io.github.reenact.PortraitTranslator;

/** Makes {@link PortraitTranslator}s. */
public interface PortraitTranslatorProvider extends Provider<PortraitTranslator> {}
