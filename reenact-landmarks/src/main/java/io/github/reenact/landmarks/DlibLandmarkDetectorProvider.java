package io.github.reenact.landmarks;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Offers {@link DlibLandmarkDetector} by the name {@code dlib}. */
public final class DlibLandmarkDetectorProvider implements LandmarkDetectorProvider {
  private static final String NAME = "dlib";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 10;
  }

  /** A library that is there and cannot be loaded is a failure, which {@link #create} reports. */
  @Override
  public Optional<String> unavailable() {
    return DlibNative.isThere()
        ? Optional.empty()
        : Optional.of(
            "this build of reenact-landmarks has no native library for " + DlibNative.platform());
  }

  /**
   * {@inheritDoc}
   *
   * @param model the 68-landmark model; empty for the look-up of {@link DlibModelFile#find}
   * @throws IllegalArgumentException for {@link Device#GPU}: dlib's detector knows the CPU alone
   */
  @Override
  public LandmarkDetector create(Optional<Path> model, Device device) {
    requireCpu(NAME, device);
    DlibNative.load();
    return DlibLandmarkDetector.open(DlibModelFile.find(model));
  }

  static void requireCpu(String name, Device device) {
    if (device != Device.CPU) {
      throw new IllegalArgumentException(
          "the landmark detector '" + name + "' runs on the CPU alone, not on " + device);
    }
  }
}
