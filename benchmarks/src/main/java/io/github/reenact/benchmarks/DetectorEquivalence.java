package io.github.reenact.benchmarks;

import io.github.reenact.DrivingFrame;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.media.DrivingReader;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether {@code dlib-java} finds in every frame of videos what {@code dlib} finds: all faces, and
 * the face that a tracker follows.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.github.reenact.benchmarks.DetectorEquivalence \
 *     SECONDS VIDEO...
 * </pre>
 *
 * <p>A line for each video: its frames and faces, and by how many pixels a landmark differs at
 * most. Exit status 1 if in some frame the number of faces differs, or a landmark by 0.01 pixels.
 */
public final class DetectorEquivalence {
  /** By how many pixels a landmark may differ. */
  private static final double BOUND = 0.01;

  private int frames;
  private int faces;
  private double worst;

  private DetectorEquivalence() {}

  /**
   * Runs.
   *
   * @param args how many seconds of each video, and the videos
   * @throws IOException if a video cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("it takes a number of seconds and videos");
    }
    double seconds = Double.parseDouble(args[0]);
    var all = new DetectorEquivalence();
    try (LandmarkDetector dlib = open("dlib");
        LandmarkDetector java = open("dlib-java")) {
      for (String video : List.of(args).subList(1, args.length)) {
        var one = new DetectorEquivalence();
        one.compare(dlib, java, Path.of(video), seconds);
        one.print(video);
        all.frames += one.frames;
        all.faces += one.faces;
        all.worst = Math.max(all.worst, one.worst);
      }
    }
    all.print("all");
    if (all.worst >= BOUND) {
      System.exit(1);
    }
  }

  private static LandmarkDetector open(String name) {
    return Backends.detectors().named(name).create(Optional.empty(), Device.CPU);
  }

  private void compare(LandmarkDetector dlib, LandmarkDetector java, Path video, double seconds)
      throws IOException {
    try (DrivingReader reader = DrivingReader.open(video);
        LandmarkTracker dlibTracker = dlib.track(0);
        LandmarkTracker javaTracker = java.track(0)) {
      Optional<DrivingFrame> frame = reader.next();
      while (frame.isPresent()
          && frame.get() instanceof DrivingFrame.Picture picture
          && picture.seconds() < seconds) {
        Image image = picture.picture();
        List<Landmarks> found = dlib.detectAll(image);
        frames++;
        faces += found.size();
        compare(found, java.detectAll(image));
        compare(
            dlibTracker.next(image).stream().toList(), javaTracker.next(image).stream().toList());
        frame = reader.next();
      }
    }
  }

  private void compare(List<Landmarks> expected, List<Landmarks> actual) {
    if (actual.size() != expected.size()) {
      worst = Double.POSITIVE_INFINITY;
      return;
    }
    for (int f = 0; f < expected.size(); f++) {
      float[] e = expected.get(f).toArray();
      float[] a = actual.get(f).toArray();
      for (int i = 0; i < e.length; i++) {
        worst = Math.max(worst, Math.abs(a[i] - e[i]));
      }
    }
  }

  private void print(String name) {
    System.out.printf(
        Locale.ROOT, "%s: %d frames, %d faces, at most %.6f pixels%n", name, frames, faces, worst);
  }
}
