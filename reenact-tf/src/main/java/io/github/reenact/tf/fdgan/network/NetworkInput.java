package io.github.reenact.tf.fdgan.network;

import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.warp.Flow;
import io.github.reenact.warp.Pixels;

/**
 * Makes the planes that the networks see, the same way in training and in use.
 *
 * <p>Not thread-safe: buffers are reused.
 */
public final class NetworkInput {
  private static final Flow STILL = Flow.still();

  private final int size;
  private final LandmarkDrawing drawing;
  private final float[] warped;
  private final float[] source;
  private final byte[] unmoved;

  public NetworkInput(int size) {
    this.size = size;
    drawing = new LandmarkDrawing(size);
    warped = new float[size * size * 4];
    source = new float[size * size * 2];
    unmoved = new byte[size * size * 3];
  }

  /**
   * A face in a picture.
   *
   * @param landmarks in pixels of the picture
   * @param irises in pixels of the picture
   * @param view how the networks see it
   */
  public record Face(Landmarks landmarks, Irises irises, FaceView view) {}

  private void draw(Face face, byte[] out, int from, int planes) {
    FaceView view = face.view;
    drawing.draw(view.toView(face.landmarks), view.toView(face.irises), out, from, planes);
  }

  /**
   * The extractor's planes: picture and drawing.
   *
   * @param out gets size x size x 6 bytes at {@code offset}
   */
  public void photo(Pixels photo, Face face, byte[] out, int offset) {
    int planes = FdGanNetwork.PHOTO_PLANES;
    still(photo, face.view, out, offset, planes);
    draw(face, out, offset + 3, planes);
  }

  /**
   * The translator's planes: drawing, warped photo, whether it comes from inside the photo, how
   * much it was stretched (128: not at all, 32 a doubling of the area taken), and the photo as it
   * is.
   *
   * @param photo the photo to warp
   * @param still the photo to show unwarped; of the same size
   * @param flow from the photo's landmarks to the new ones
   * @param face the target
   * @param out gets size x size x 11 bytes at {@code offset}
   */
  public void condition(Pixels photo, Pixels still, Flow flow, Face face, byte[] out, int offset) {
    FaceView view = face.view;
    int planes = FdGanNetwork.CONDITION_PLANES;
    ParallelRows.both(
        () -> flow.sample(photo, view.x(), view.y(), view.step(), size, size, warped, source),
        () -> {
          still(still, view, out, offset + FdGanNetwork.STILL, planes);
          draw(face, out, offset, planes);
        });
    float area = (float) (1 / (view.step() * view.step()));
    ParallelRows.run(size, (from, to) -> warped(area, out, offset, from, to));
  }

  /**
   * Some rows of warped photo, inside and stretch.
   *
   * @param area view pixels that a photo pixel covers
   */
  private void warped(float area, byte[] out, int offset, int from, int to) {
    int planes = FdGanNetwork.CONDITION_PLANES;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < size; x++) {
        int i = y * size + x;
        int o = offset + i * planes;
        for (int c = 0; c < 4; c++) {
          out[o + 3 + c] = toByte(warped[4 * i + c] * 255);
        }
        int right = 2 * (x < size - 1 ? i + 1 : i - 1);
        int below = 2 * (y < size - 1 ? i + size : i - size);
        float sign = (x < size - 1 ? 1 : -1) * (y < size - 1 ? 1 : -1);
        float ax = source[right] - source[2 * i];
        float ay = source[right + 1] - source[2 * i + 1];
        float bx = source[below] - source[2 * i];
        float by = source[below + 1] - source[2 * i + 1];
        float taken = sign * (ax * by - ay * bx) * area;
        out[o + 7] = taken <= 0 ? 0 : toByte(128 + 32 * log2(taken));
      }
    }
  }

  /**
   * The translator's planes as numbers of 0 to 1, as it has them. TensorFlow's own conversion of
   * bytes takes ten times as long, and longer than any but the largest of its convolutions.
   */
  public void toUnit(byte[] condition, float[] out) {
    int row = size * FdGanNetwork.CONDITION_PLANES;
    ParallelRows.run(
        size,
        (from, to) -> {
          for (int i = from * row; i < to * row; i++) {
            out[i] = (condition[i] & 255) * (1 / 255f);
          }
        });
  }

  /**
   * Where the flow of the last {@link #condition} fetches each pixel of the view: size x size x 2,
   * x and y in pixels of the photo. The next call overwrites it.
   */
  public float[] source() {
    return source;
  }

  /**
   * A view of the unwarped photo.
   *
   * @param planes bytes of a pixel in {@code out}, of which the first three are written
   */
  public void still(Pixels photo, FaceView view, byte[] out, int offset, int planes) {
    STILL.sample(photo, view.x(), view.y(), view.step(), size, size, unmoved);
    for (int i = 0, o = offset; i < unmoved.length; i += 3, o += planes) {
      out[o] = unmoved[i];
      out[o + 1] = unmoved[i + 1];
      out[o + 2] = unmoved[i + 2];
    }
  }

  public static byte toByte(float v) {
    return (byte) (int) (Math.min(Math.max(v, 0), 255) + 0.5f);
  }

  /** Good to 0.01: the stretch is kept to a 32nd. */
  private static float log2(float v) {
    int bits = Float.floatToRawIntBits(v);
    float m = Float.intBitsToFloat((bits & 0x7fffff) | 0x3f800000);
    return (bits >> 23) - 127 + (m - 1) * (1.3465f - 0.3465f * m);
  }
}
