package io.github.reenact.tf.gaze;

import io.github.reenact.BackendMissingException;
import io.github.reenact.GazeEstimator;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.GazeEstimatorProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Makes {@link GazeNet}s, on the CPU only. */
public final class GazeProvider implements GazeEstimatorProvider {
  /** For the service loader. */
  public GazeProvider() {}

  @Override
  public String name() {
    return "gaze";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public GazeEstimator create(Optional<Path> model, Device device) {
    if (device != Device.CPU) {
      throw new BackendMissingException(
          "the gaze estimator \"gaze\" computes on the CPU only, not on " + device);
    }
    return model.isPresent() ? GazeNet.load(model.get()) : GazeNet.load();
  }
}
