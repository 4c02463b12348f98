package io.github.reenact.testing;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import java.util.List;
import java.util.Optional;

/** Takes the box around all red pixels for a face, in every picture by itself. */
public abstract class RedSquareDetector implements LandmarkDetector {
  /**
   * The landmarks of a face.
   *
   * @param left first column with a red pixel
   * @param top first row
   * @param right last column
   * @param bottom last row
   */
  protected abstract Landmarks face(int left, int top, int right, int bottom);

  @Override
  public List<Landmarks> detectAll(Image image) {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int p = image.rgb(x, y);
        if ((p >> 16) > 150 && (p >> 8 & 255) < 100) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x);
          bottom = Math.max(bottom, y);
        }
      }
    }
    return right < 0 ? List.of() : List.of(face(left, top, right, bottom));
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
