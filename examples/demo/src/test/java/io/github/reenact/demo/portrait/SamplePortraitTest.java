package io.github.reenact.demo.portrait;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.Landmarks;
import io.github.reenact.spi.Backends;
import io.github.reenact.spi.Device;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplePortraitTest {
  @Test
  void draw_twice_samePixels() {
    Image first = SamplePortrait.draw();
    assertThat(first.width()).isEqualTo(SamplePortrait.SIZE);
    assertThat(first.height()).isEqualTo(SamplePortrait.SIZE);
    assertThat(SamplePortrait.draw()).isEqualTo(first);
  }

  @Test
  void draw_always_dlibFindsTheOneFaceWhereItIsDrawn() {
    try (LandmarkDetector detector =
        Backends.detectors().best().create(Optional.empty(), Device.CPU)) {
      List<Landmarks> faces = detector.detectAll(SamplePortrait.draw());
      assertThat(faces).hasSize(1);
      Landmarks face = faces.get(0);
      // The drawing's own numbers: eyes, tip of the nose, middle of the mouth, chin.
      near(face, 36, 287, 319, 14);
      near(face, 45, 481, 319, 14);
      near(face, 30, 384, 404, 12);
      near(face, 62, 384, 464, 10);
      near(face, 8, 384, 547, 14);
    }
  }

  private static void near(Landmarks face, int i, double x, double y, double tolerance) {
    assertThat(Math.hypot(face.x(i) - x, face.y(i) - y))
        .as("landmark %d at (%.0f, %.0f)", i, face.x(i), face.y(i))
        .isLessThan(tolerance);
  }
}
