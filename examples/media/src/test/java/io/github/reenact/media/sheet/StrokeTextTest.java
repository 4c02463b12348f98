package io.github.reenact.media.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class StrokeTextTest {
  @Test
  void of_text_fillsItsWidthAndHeight() {
    for (String text :
        new String[] {"IDENTITY 123456", "MOTION ABCDEF", "BGHJKLPQRSUVWXZ-", "0789"}) {
      Rectangle2D bounds = StrokeText.of(text, 10, 20, 12).getBounds2D();

      assertThat(bounds.getX()).isEqualTo(10);
      assertThat(bounds.getY()).isEqualTo(20);
      assertThat(bounds.getWidth()).isCloseTo(StrokeText.width(text, 12), within(1e-9));
      assertThat(bounds.getHeight()).isEqualTo(12);
    }
  }

  @Test
  void of_unknownLetter_isRefused() {
    assertThatThrownBy(() -> StrokeText.of("?", 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'?'");
  }

  @Test
  void drawable_anyText_canBeDrawn() {
    assertThat(StrokeText.drawable("fdgan-2 (none)")).isEqualTo("FDGAN-2  NONE ");
    assertThat(StrokeText.of(StrokeText.drawable("warp, é"), 0, 0, 6).getBounds2D().getHeight())
        .isEqualTo(6);
  }
}
