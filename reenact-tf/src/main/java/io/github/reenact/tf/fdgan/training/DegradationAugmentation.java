package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * What cameras and networks do to pictures: blur and compression. A photo and the target picture
 * get the same, so that neither sharpening nor blurring is learned.
 *
 * @param blurs how often a 3x3 binomial filter is applied, at least 0
 * @param quality of a JPEG file, more than 0 and less than 1; 1 for none
 */
record DegradationAugmentation(int blurs, float quality) {
  private static final double BLUR_SHARE = 0.15;
  private static final double JPEG_SHARE = 0.15;

  /** Most often nothing. */
  static DegradationAugmentation random(Random r) {
    int blurs = r.nextDouble() < BLUR_SHARE ? 1 + r.nextInt(2) : 0;
    float quality = r.nextDouble() < JPEG_SHARE ? 0.2f + 0.6f * r.nextFloat() : 1;
    return new DegradationAugmentation(blurs, quality);
  }

  Image apply(Image picture) {
    Image out = picture;
    for (int i = 0; i < blurs; i++) {
      out = blur(out);
    }
    return quality < 1 ? compress(out) : out;
  }

  private static Image blur(Image picture) {
    int w = picture.width();
    int h = picture.height();
    byte[] in = picture.toRgb();
    byte[] out = new byte[in.length];
    for (int y = 0; y < h; y++) {
      int above = Math.max(y - 1, 0) * w;
      int below = Math.min(y + 1, h - 1) * w;
      for (int x = 0; x < w; x++) {
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, w - 1);
        for (int c = 0; c < 3; c++) {
          int sum =
              row(in, above, left, x, right, c)
                  + 2 * row(in, y * w, left, x, right, c)
                  + row(in, below, left, x, right, c);
          out[3 * (y * w + x) + c] = (byte) ((sum + 8) >> 4);
        }
      }
    }
    return Image.of(w, h, out);
  }

  private static int row(byte[] in, int start, int left, int x, int right, int c) {
    return (in[3 * (start + left) + c] & 255)
        + 2 * (in[3 * (start + x) + c] & 255)
        + (in[3 * (start + right) + c] & 255);
  }

  private Image compress(Image picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      BufferedImage buffered = picture.toBufferedImage();
      writer.write(null, new IIOImage(buffered, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    try {
      return Image.of(
          ImageIO.read(
              new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
