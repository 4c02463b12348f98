package io.github.reenact.spark;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.LandmarkDetectorProvider;
import io.github.reenact.testing.RedSquareDetector;
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

  private static final class Detector extends RedSquareDetector {
    @Override
    public List<Landmarks> detectAll(Image image) {
      if (isBlue(image)) {
        die();
      }
      return super.detectAll(image);
    }

    private static boolean isBlue(Image image) {
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          int p = image.rgb(x, y);
          if ((p & 255) <= 200 || (p >> 16) >= 50) {
            return false;
          }
        }
      }
      return true;
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
    @Override
    protected Landmarks face(int left, int top, int right, int bottom) {
      return TestFaces.face().at((left + right) / 2.0, (top + bottom) / 2.0, (right - left) / 2.0);
    }
  }
}
