package io.github.reenact.landmarks;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Offers {@link DlibLandmarkDetector} by the name {@code dlib}. */
public final class DlibLandmarkDetectorProvider implements LandmarkDetectorProvider {
  @Override
  public String name() {
    return "dlib";
  }

  @Override
  public int priority() {
    return 0;
  }

  /**
   * {@inheritDoc}
   *
   * @param model the 68-landmark model; empty for the look-up of {@link DlibModelFile#find}
   * @throws IllegalArgumentException for {@link Device#GPU}: dlib's detector knows the CPU alone
   */
  @Override
  public LandmarkDetector create(Optional<Path> model, Device device) {
    if (device != Device.CPU) {
      throw new IllegalArgumentException(
          "the landmark detector 'dlib' runs on the CPU alone, not on " + device);
    }
    DlibNative.load();
    return DlibLandmarkDetector.open(DlibModelFile.find(model));
  }
}
