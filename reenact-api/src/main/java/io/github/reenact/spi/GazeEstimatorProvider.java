package io.github.reenact.spi;

import io.github.reenact.GazeEstimator;

/** Makes {@link GazeEstimator}s. */
public interface GazeEstimatorProvider extends Provider<GazeEstimator> {}
