package io.github.reenact.cli;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --landmark-model}: what the detector of landmarks reads. */
final class LandmarkModelOption {
  @Option(
      names = "--landmark-model",
      paramLabel = "FILE",
      description =
          "dlib's 68-landmark model. Default: $REENACT_DLIB_LANDMARKS, then Debian's default path"
              + " (package libdlib-data).")
  private @Nullable Path landmarkModel;

  Optional<Path> file() {
    return Optional.ofNullable(landmarkModel);
  }

  /** Opens the detector; the caller closes it. */
  LandmarkDetector open() {
    return Backends.detectors().best().create(file(), Device.CPU);
  }
}
