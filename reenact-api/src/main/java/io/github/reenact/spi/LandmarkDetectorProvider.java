package io.github.reenact.spi;

import io.github.reenact.LandmarkDetector;

/** Makes {@link LandmarkDetector}s. */
public interface LandmarkDetectorProvider extends Provider<LandmarkDetector> {}
