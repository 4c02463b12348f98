package io.github.reenact.landmarks;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Offers {@link DlibLandmarkDetector} in plain Java by the name {@code dlib-java}: for platforms
 * without a native library.
 */
public final class DlibJavaLandmarkDetectorProvider implements LandmarkDetectorProvider {
  private static final String NAME = "dlib-java";

  @Override
  public String name() {
    return NAME;
  }

  /** Below that of {@code dlib}: the same results, more slowly. */
  @Override
  public int priority() {
    return 0;
  }

  /**
   * {@inheritDoc}
   *
   * @param model the 68-landmark model; empty for the look-up of {@link DlibModelFile#find}
   * @throws IllegalArgumentException for {@link Device#GPU}
   */
  @Override
  public LandmarkDetector create(Optional<Path> model, Device device) {
    DlibLandmarkDetectorProvider.requireCpu(NAME, device);
    return DlibLandmarkDetector.openJava(DlibModelFile.find(model));
  }
}
