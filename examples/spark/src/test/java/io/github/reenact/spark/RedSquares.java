package io.github.reenact.spark;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import io.github.reenact.testing.TestFaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes red squares for faces. A picture that is blue all over kills the process: {@code -9}. */
public final class RedSquares implements LandmarkDetectorProvider {
  static final String NAME = "red-squares";

  /** For {@link java.util.ServiceLoader}. */
  public RedSquares() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public LandmarkDetector create(Optional<Path> model, Device device) {
    return new Detector();
  }

  private static final class Detector implements LandmarkDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      int left = Integer.MAX_VALUE;
      int top = Integer.MAX_VALUE;
      int right = -1;
      int bottom = -1;
      int blue = 0;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          int p = image.rgb(x, y);
          if ((p >> 16) > 150 && (p >> 8 & 255) < 100) {
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x);
            bottom = Math.max(bottom, y);
          } else if ((p & 255) > 200 && (p >> 16) < 50) {
            blue++;
          }
        }
      }
      if (blue == image.width() * image.height()) {
        die();
      }
      return right < 0 ? List.of() : List.of(face(left, top, right, bottom));
    }

    private static void die() {
      try {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
        Thread.sleep(60_000);
      } catch (java.io.IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A drawn face in the middle of the square, as wide. */
    private static Landmarks face(int left, int top, int right, int bottom) {
      return TestFaces.face().at((left + right) / 2.0, (top + bottom) / 2.0, (right - left) / 2.0);
    }

    @Override
    public LandmarkTracker track(int face) {
      return new LandmarkTracker() {
        @Override
        public Optional<Landmarks> next(Image frame) {
          return detect(frame);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }
}
