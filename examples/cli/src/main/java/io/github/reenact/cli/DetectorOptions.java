package io.github.reenact.cli;

import io.github.reenact.LandmarkDetector;
import io.github.reenact.Reenactor;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --detector} and {@code --landmark-model}: what finds faces, and what it reads. */
public final class DetectorOptions {
  private static final List<String> NAMES = List.of("dlib", "dlib-java");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--detector",
      paramLabel = "dlib|dlib-java",
      description =
          "The face and landmark detector: dlib (native code) or dlib-java (the same"
              + " in plain Java). Default: dlib, or where there is no native library,"
              + " dlib-java with a warning.")
  private @Nullable String detector;

  @Option(
      names = "--landmark-model",
      paramLabel = "FILE",
      description =
          "dlib's 68-landmark model, plain or packed (.bz2). Default: $REENACT_DLIB_LANDMARKS, then"
              + " Debian's default path (package libdlib-data).")
  private @Nullable Path landmarkModel;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public DetectorOptions() {}

  /**
   * Refuses a name that no detector has.
   *
   * @throws picocli.CommandLine.ParameterException if it is neither known nor there
   */
  public void check() {
    BackendNames.check(spec, "--detector", detector, NAMES, Backends.detectors().all());
  }

  /** Opens the detector; the caller closes it. */
  LandmarkDetector open() {
    check();
    return open(name(), model());
  }

  /** The name that was given, if one was. */
  public Optional<String> name() {
    return Optional.ofNullable(detector);
  }

  /** The model that was given, if one was. */
  public Optional<Path> model() {
    return Optional.ofNullable(landmarkModel);
  }

  /**
   * Opens a detector; the caller closes it.
   *
   * @param name of the detector; empty for the best
   * @param model that it reads; empty for the default
   */
  public static LandmarkDetector open(Optional<String> name, Optional<Path> model) {
    Backends<LandmarkDetectorProvider> detectors = Backends.detectors();
    LandmarkDetectorProvider provider =
        name.isEmpty() ? detectors.best() : detectors.named(name.get());
    return provider.create(model, Device.CPU);
  }

  /** Has a reenactor open the detector. */
  public void configure(Reenactor.Builder builder) {
    check();
    if (detector != null) {
      builder.detector(detector);
    }
    if (landmarkModel != null) {
      builder.landmarkModel(landmarkModel);
    }
  }
}
