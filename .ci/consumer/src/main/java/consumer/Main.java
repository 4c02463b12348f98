package consumer;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Moves a drawn portrait by itself, shifted from frame to frame, with the best backends there are. */
public final class Main {
  private static final int FRAMES = 5;

  private Main() {}

  public static void main(String[] args) throws Exception {
    BufferedImage photo;
    try (InputStream in = Objects.requireNonNull(Main.class.getResourceAsStream("portrait.jpg"))) {
      photo = ImageIO.read(in);
    }
    Image person = Image.of(photo);
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(person)) {
      Image last = person;
      for (int i = 0; i < FRAMES; i++) {
        last = session.next(Image.of(shifted(photo, 2 * i)));
      }
      check(session.statistics().framesWithFace() == FRAMES, "the driver's face was lost");
      check(last.width() == person.width() && last.height() == person.height(), "wrong size");
      check(!last.equals(person), "nothing moved");
      System.out.printf(
          "%d frames by %s, %s and %s, %s%n",
          FRAMES,
          reenactor.detectorName(),
          reenactor.disentanglerName(),
          reenactor.translatorName(),
          Main.class.getModule().isNamed() ? "on the module path" : "on the class path");
    }
  }

  private static BufferedImage shifted(BufferedImage in, int by) {
    BufferedImage out =
        new BufferedImage(in.getWidth(), in.getHeight(), BufferedImage.TYPE_INT_RGB);
    var g = out.createGraphics();
    g.drawImage(in, by, by / 2, null);
    g.dispose();
    return out;
  }

  private static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
