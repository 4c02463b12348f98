package io.github.reenact.spi;

import io.github.reenact.LandmarkDisentangler;

/** Makes {@link LandmarkDisentangler}s. */
public interface LandmarkDisentanglerProvider extends Provider<LandmarkDisentangler> {}
