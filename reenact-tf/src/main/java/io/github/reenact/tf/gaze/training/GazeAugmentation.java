package io.github.reenact.tf.gaze.training;

import io.github.reenact.Iris;
import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GazeNetwork;
import io.github.reenact.tf.gaze.network.GreyPatch;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
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
 * What a sample could have looked like: landmarks that jitter, another place, size and turn of the
 * view, another light, a worse camera. All numbers are ours.
 */
final class GazeAugmentation {
  /** Eye widths in pixels of the lowest and of a good resolution. */
  private static final double COARSE = 8;

  private static final double FINE = 36;

  private GazeAugmentation() {}

  /**
   * One sample as it is.
   *
   * @param i its place in the batch
   */
  static void plain(GazeSample s, GazeBatch batch, int i) {
    double[] points = s.points();
    EyeView view = EyeView.of(points, s.isRight()).orElseThrow();
    GreyPatch patch = s.patch();
    double by = view.width() * EyeView.SPAN / EyeView.SIDE / patch.step();
    fill(s, points, view, by >= 2 ? patch.reduced((int) by) : patch, batch, i);
  }

  /** One sample, changed at random. */
  static void random(GazeSample s, Random r, GazeBatch batch, int i) {
    double[] points = s.points();
    double own = EyeView.width(points, s.isRight());
    double jitter = 0.04 * r.nextDouble() * Math.max(own, EyeView.SMALLEST);
    for (int p = 0; p < points.length; p++) {
      points[p] += jitter * r.nextGaussian();
    }
    EyeView view =
        EyeView.of(points, s.isRight())
            .or(() -> EyeView.of(s.points(), s.isRight()))
            .orElseThrow()
            .changed(
                Math.toRadians(6) * r.nextGaussian(),
                Math.exp(0.08 * r.nextGaussian()),
                0.04 * r.nextGaussian(),
                0.04 * r.nextGaussian());
    GreyPatch patch = light(s.patch(), r);
    double width = view.width() / patch.step();
    double wanted =
        r.nextBoolean()
            ? COARSE * Math.pow(FINE / COARSE, r.nextDouble())
            : FINE * (0.5 + 0.5 * r.nextDouble());
    if (r.nextDouble() < 0.25) {
      patch = blurred(patch);
    }
    if (wanted < width) {
      patch = patch.reduced(width / wanted);
    }
    if (r.nextDouble() < 0.15) {
      patch = blurred(patch);
    }
    if (r.nextDouble() < 0.3) {
      patch = compressed(patch, 0.2f + 0.6f * r.nextFloat());
    }
    if (r.nextDouble() < 0.5) {
      patch = noisy(patch, r, 8 * r.nextDouble());
    }
    fill(s, points, view, patch, batch, i);
  }

  private static void fill(
      GazeSample s, double[] points, EyeView view, GreyPatch patch, GazeBatch batch, int i) {
    view.sample(patch, batch.squares, i * EyeView.PIXELS);
    view.marks(points, batch.marks, i * GazeNetwork.MARKS);
    float[] targets = batch.targets;
    int t = i * GazeBatch.TARGETS;
    boolean placed = s.label().iris().isPresent();
    if (placed) {
      Iris iris = s.label().iris().get();
      targets[t] = (float) view.u(iris.x(), iris.y());
      targets[t + 1] = (float) view.v(iris.x(), iris.y());
      targets[t + 2] = (float) Math.log(iris.radius() / view.width() / GazeNetwork.RADIUS);
    } else {
      targets[t] = 0;
      targets[t + 1] = 0;
      targets[t + 2] = 0;
    }
    targets[t + 3] = s.label().seen().orElse(false) ? 1 : 0;
    targets[t + 4] = placed ? 1 : 0;
    targets[t + 5] = s.label().seen().isPresent() ? 1 : 0;
  }

  /** Gamma, and light that comes from one side. */
  private static GreyPatch light(GreyPatch patch, Random r) {
    double gamma = Math.exp(0.3 * r.nextGaussian());
    double across = 0.3 * r.nextGaussian() / patch.width();
    double down = 0.3 * r.nextGaussian() / patch.height();
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (255 * Math.pow(i / 255.0, gamma));
    }
    float[] out = patch.values().clone();
    for (int y = 0; y < patch.height(); y++) {
      for (int x = 0; x < patch.width(); x++) {
        int i = y * patch.width() + x;
        double share = 1 + across * (x - patch.width() / 2.0) + down * (y - patch.height() / 2.0);
        out[i] = clip(table[Math.round(out[i])] * (float) Math.max(0.2, share));
      }
    }
    return patch.with(out);
  }

  /** A binomial filter of 3x3. */
  private static GreyPatch blurred(GreyPatch patch) {
    int w = patch.width();
    int h = patch.height();
    float[] in = patch.values();
    float[] rows = new float[in.length];
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      int x = i % w;
      rows[i] = (in[x > 0 ? i - 1 : i] + 2 * in[i] + in[x < w - 1 ? i + 1 : i]) / 4;
    }
    for (int i = 0; i < in.length; i++) {
      int y = i / w;
      out[i] = (rows[y > 0 ? i - w : i] + 2 * rows[i] + rows[y < h - 1 ? i + w : i]) / 4;
    }
    return patch.with(out);
  }

  private static GreyPatch noisy(GreyPatch patch, Random r, double deviation) {
    float[] out = patch.values().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = clip(out[i] + (float) (deviation * r.nextGaussian()));
    }
    return patch.with(out);
  }

  private static GreyPatch compressed(GreyPatch patch, float quality) {
    BufferedImage grey =
        new BufferedImage(patch.width(), patch.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(clip(patch.values()[i]));
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage read;
    try {
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        writer.setOutput(out);
        writer.write(null, new IIOImage(grey, null, null), param);
      } finally {
        writer.dispose();
      }
      read =
          ImageIO.read(
              new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    float[] out = new float[pixels.length];
    read.getRaster().getSamples(0, 0, patch.width(), patch.height(), 0, out);
    return patch.with(out);
  }

  private static float clip(float v) {
    return Math.max(0, Math.min(255, v));
  }
}
