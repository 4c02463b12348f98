package io.github.reenact.tf.data;

import io.github.reenact.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the pictures of datasets, in memory: neither temporary files nor interrupts matter. */
final class Jpeg {
  private Jpeg() {}

  /**
   * The picture.
   *
   * @throws IOException if there is none, or it is damaged
   */
  static Image decode(byte[] bytes) throws IOException {
    BufferedImage picture =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
    if (picture == null) {
      throw new IOException("there is no JPEG picture");
    }
    return Image.of(picture);
  }
}
