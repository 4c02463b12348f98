package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import java.util.Optional;
import java.util.Random;

/**
 * Pictures of a person turned, stretched and sheared about a point: a face of another shape, held
 * otherwise. Networks that see each person's pictures thousands of times overfit them unless they
 * are never twice the same.
 *
 * <p>What is beyond a picture's edge is its mirror image.
 *
 * @param xx of the matrix that moves places: how far right goes to the right
 * @param xy how far down goes to the right
 * @param yx how far right goes down
 * @param yy how far down goes down
 * @param cx the point that stays, in pixels
 * @param cy the same, down
 */
record AffineAugmentation(double xx, double xy, double yx, double yy, double cx, double cy) {
  private static final double SHARE = 0.6;
  private static final double TURN = Math.toRadians(12);
  private static final double STRETCH = 0.13;
  private static final double SHEAR = 0.1;

  /** Often nothing, about the centre of a face. */
  static Optional<AffineAugmentation> random(Random r, Landmarks face) {
    if (r.nextDouble() >= SHARE) {
      return Optional.empty();
    }
    double turn = TURN * (2 * r.nextDouble() - 1);
    double wide = Math.exp(STRETCH * (2 * r.nextDouble() - 1));
    double shear = SHEAR * (2 * r.nextDouble() - 1);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    // A turn after a stretch; the face's size says nothing, the view has it always the same.
    return Optional.of(
        new AffineAugmentation(
            cos * wide,
            cos * shear - sin / wide,
            sin * wide,
            sin * shear + cos / wide,
            face.centerX(),
            face.centerY()));
  }

  PictureStore.Shot apply(PictureStore.Shot shot) {
    return new PictureStore.Shot(
        apply(shot.picture()),
        apply(shot.landmarks()),
        new Irises(shot.irises().left().map(this::apply), shot.irises().right().map(this::apply)));
  }

  Landmarks apply(Landmarks face) {
    float[] places = face.toArray();
    for (int i = 0; i < places.length; i += 2) {
      double dx = places[i] - cx;
      double dy = places[i + 1] - cy;
      places[i] = (float) (cx + xx * dx + xy * dy);
      places[i + 1] = (float) (cy + yx * dx + yy * dy);
    }
    return Landmarks.of(places);
  }

  /** The circle of the same area as the ellipse that an iris becomes. */
  Iris apply(Iris iris) {
    double dx = iris.x() - cx;
    double dy = iris.y() - cy;
    return new Iris(
        cx + xx * dx + xy * dy,
        cy + yx * dx + yy * dy,
        iris.radius() * Math.sqrt(Math.abs(xx * yy - xy * yx)));
  }

  /** Bicubic (Catmull-Rom), so that hardly any detail is lost and no blur is learned. */
  Image apply(Image picture) {
    int width = picture.width();
    int height = picture.height();
    byte[] in = picture.toRgb();
    byte[] out = new byte[in.length];
    double det = xx * yy - xy * yx;
    int[] column = new int[4];
    float[] across = new float[4];
    float[] down = new float[4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = cx + (yy * (x - cx) - xy * (y - cy)) / det;
        double v = cy + (xx * (y - cy) - yx * (x - cx)) / det;
        int left = (int) Math.floor(u);
        int top = (int) Math.floor(v);
        weights((float) (u - left), across);
        weights((float) (v - top), down);
        for (int i = 0; i < 4; i++) {
          column[i] = 3 * mirrored(left - 1 + i, width);
        }
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int j = 0; j < 4; j++) {
          int row = 3 * width * mirrored(top - 1 + j, height);
          for (int i = 0; i < 4; i++) {
            int p = row + column[i];
            float w = down[j] * across[i];
            red += w * (in[p] & 255);
            green += w * (in[p + 1] & 255);
            blue += w * (in[p + 2] & 255);
          }
        }
        int o = 3 * (y * width + x);
        out[o] = NetworkInput.toByte(red);
        out[o + 1] = NetworkInput.toByte(green);
        out[o + 2] = NetworkInput.toByte(blue);
      }
    }
    return Image.wrap(width, height, out);
  }

  private static void weights(float t, float[] out) {
    float s = 1 - t;
    out[0] = -0.5f * t * s * s;
    out[1] = 1 + t * t * (1.5f * t - 2.5f);
    out[2] = 1 + s * s * (1.5f * s - 2.5f);
    out[3] = -0.5f * s * t * t;
  }

  private static int mirrored(int i, int count) {
    int period = 2 * count;
    int m = Math.floorMod(i, period);
    return m < count ? m : period - 1 - m;
  }
}
