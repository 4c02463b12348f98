package io.github.reenact.benchmarks;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.demo.SampleMotion;
import io.github.reenact.demo.portrait.SamplePortrait;
import io.github.reenact.media.MotionTemplate;
import io.github.reenact.spi.Device;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the benchmarks work on: the demo's drawn portrait, so that they need no files. */
final class Inputs {
  private Inputs() {}

  /**
   * The portrait at another size; what is outside of its square is black.
   *
   * @param size {@code WIDTHxHEIGHT} in pixels
   */
  static Image portrait(String size) {
    int x = size.indexOf('x');
    int width = Integer.parseInt(size.substring(0, x));
    int height = Integer.parseInt(size.substring(x + 1));
    int side = Math.min(width, height);
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(
        SamplePortrait.draw().toBufferedImage(),
        (width - side) / 2,
        (height - side) / 2,
        side,
        side,
        null);
    g.dispose();
    return Image.of(out);
  }

  /** Frames of a driving video, made from the portrait by the plain warp. */
  static List<Image> drivingFrames(int size, int count) {
    MotionTemplate motion = SampleMotion.template();
    List<Image> frames = new ArrayList<>(count);
    try (Reenactor reenactor = Reenactor.builder().translator("warp").disentangler("none").build();
        ReenactmentSession session = reenactor.open(portrait(size + "x" + size))) {
      for (int i = 0; i < count; i++) {
        MotionTemplate.Frame frame = motion.frames().get(i % motion.frames().size());
        frames.add(
            session.next(
                frame.landmarks(), motion.width(), motion.height(), motion.rate().timeOf(i)));
      }
    }
    return frames;
  }

  static Device device(String name) {
    return Device.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
