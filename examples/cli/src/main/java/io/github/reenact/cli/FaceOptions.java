package io.github.reenact.cli;

import io.github.reenact.FaceDrivers;
import io.github.reenact.media.GroupReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which faces of a photo move, and by which drivers. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FaceOptions {
  private static final String ALL = "all";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--driving",
      paramLabel = "FILE",
      description =
          "The driver: a video, a photo, or a motion template (reenact landmarks --template).")
  private @Nullable Path driving;

  @Option(
      names = "--face",
      paramLabel = "N|N=FILE|all=FILE",
      description =
          "Which face of the photo moves; 0 is the largest, the default. Given"
              + " several times, or with a file, several faces move in one picture, each by"
              + " its own driver (--face 0=ANNA.mp4 --face 2=TEMPLATE.csv), or several by"
              + " one (--face 0,2=FILE; --face all=FILE: all others). A face without a file"
              + " is driven by --driving.")
  private @Nullable List<String> faces;

  @Option(
      names = "--when-shorter",
      paramLabel = "hold|loop",
      defaultValue = "hold",
      description =
          "What a driver that ends before another one does: hold its last motion, or"
              + " loop. Default: ${DEFAULT-VALUE}.")
  private GroupReader.WhenShorter whenShorter;

  private final List<Path> files = new ArrayList<>();
  private final Map<Integer, Integer> byFace = new HashMap<>();
  private OptionalInt others = OptionalInt.empty();
  private boolean several;

  /**
   * Reads the options.
   *
   * @throws picocli.CommandLine.ParameterException if they are not in their form, or do not go
   *     together
   */
  void check() {
    if (faces == null) {
      require(driving != null, "--driving FILE is needed, or --face N=FILE for each face to move");
      byFace.put(0, driver(driving));
      return;
    }
    faces.forEach(this::add);
    several |= byFace.size() + (others.isPresent() ? 1 : 0) > 1;
    require(
        driving == null || files.contains(driving),
        "--driving " + driving + " drives no face, since each --face names a file of its own");
  }

  private void add(String text) {
    int equals = text.indexOf('=');
    Path file = equals < 0 ? driving : Path.of(text.substring(equals + 1));
    require(
        file != null && !file.toString().isEmpty(),
        "--face " + text + " has no driver; give --face " + text + "=FILE, or --driving FILE");
    several |= equals >= 0;
    int driver = driver(file);
    for (String face : (equals < 0 ? text : text.substring(0, equals)).split(",", -1)) {
      if (face.equals(ALL)) {
        require(others.isEmpty(), "--face all has two drivers; give one");
        others = OptionalInt.of(driver);
        several = true;
      } else {
        require(
            byFace.put(number(face, text), driver) == null,
            "--face " + face + " has two drivers; give one");
      }
    }
  }

  private int number(String face, String text) {
    try {
      int number = Integer.parseInt(face);
      Usage.checkFace(spec, "--face", number);
      return number;
    } catch (NumberFormatException e) {
      throw Usage.error(
          spec,
          "--face "
              + text
              + ": "
              + (face.isEmpty() ? "a number is missing" : "\"" + face + "\" is no number")
              + "; give N, N=FILE, N,M=FILE or all=FILE, where 0 is the largest face");
    }
  }

  private int driver(@Nullable Path file) {
    if (file != null && !files.contains(file)) {
      files.add(file);
    }
    return files.indexOf(file);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Usage.error(spec, otherwise);
    }
  }

  /** Whether faces are driven as a group, rather than one face by {@code --driving}. */
  boolean several() {
    return several;
  }

  /** The files that drive, each once, in the order of the drivers' numbers. */
  List<Path> files() {
    return files;
  }

  /** Which file drives which face. */
  FaceDrivers drivers() {
    return new FaceDrivers(byFace, others);
  }

  /** The face that moves if it is one. */
  int single() {
    return byFace.keySet().iterator().next();
  }

  /** Whether the face was named. */
  boolean isNamed() {
    return faces != null;
  }

  GroupReader.WhenShorter whenShorter() {
    return whenShorter;
  }
}
