package io.github.reenact.tf.fdgan.network;

/**
 * Turns the numbers that the translator's last layers say into a rendering: what {@link
 * FdGanNetwork#render} does with them in the graph for training, in one pass over the picture.
 * TensorFlow needs a pass, and a buffer, for each of its dozen small operations.
 *
 * <p>Not thread-safe: buffers are reused.
 */
public final class NetworkOutput {
  /** Planes of a rendering: colour (3), mask (1), flow (2), still (1). */
  public static final int PLANES = 7;

  /** Beyond it a sigmoid is 0 or 1 to seven digits. */
  private static final int REACH = 16;

  /** Steps of the table for a difference of 1; between them it is linear, good to 1e-6. */
  private static final int STEPS = 128;

  private static final float[] SIGMOID = new float[2 * REACH * STEPS + 2];

  static {
    for (int i = 0; i < SIGMOID.length; i++) {
      SIGMOID[i] = (float) (1 / (1 + Math.exp(REACH - i / (double) STEPS)));
    }
  }

  /** What the last layer says, see {@link FdGanNetwork.Heads}; to be filled. */
  public final float[] head;

  /** What the flow layer says; to be filled, if there is a warp branch. */
  public final float[] flow;

  private final FdGanConfig config;
  private final int size;
  private final float[] rendering;

  /**
   * Of each row or column of pixels: the cell of the flow before its centre, and the way to the
   * next.
   */
  private final int[] cell;

  private final float[] part;

  public NetworkOutput(FdGanConfig config) {
    this.config = config;
    size = config.size();
    head = new float[size * size * FdGanNetwork.HEAD_PLANES];
    flow = new float[size / 4 * (size / 4) * 2];
    rendering = new float[size * size * PLANES];
    cell = new int[size];
    part = new float[size];
    int cells = size / 4;
    for (int i = 0; i < size; i++) {
      float place = Math.min(Math.max((i + 0.5f) / 4 - 0.5f, 0), cells - 1);
      cell[i] = Math.min((int) place, cells - 2);
      part[i] = place - cell[i];
    }
  }

  /**
   * Reads a rendering from what is in {@link #head} and {@link #flow}.
   *
   * @param condition size x size x 11: what the translator saw
   * @return size x size x 7: colour and mask in 0..1, flow in view pixels, still in 0..1. The next
   *     call overwrites it
   */
  public float[] read(byte[] condition) {
    ParallelRows.run(size, (from, to) -> rows(condition, from, to));
    return rendering;
  }

  private void rows(byte[] condition, int from, int to) {
    float[] line = new float[size / 4 * 2];
    for (int y = from; y < to; y++) {
      if (config.warpBranch()) {
        line(y, line);
      }
      for (int x = 0; x < size; x++) {
        int place = (y / 2 * (size / 2) + x / 2) * 4 + y % 2 * 2 + x % 2;
        int pixel = y * size + x;
        int h = place * FdGanNetwork.HEAD_PLANES;
        int o = pixel * PLANES;
        if (config.warpBranch()) {
          blended(condition, pixel * FdGanNetwork.CONDITION_PLANES, h, o);
          flow(line, x, o + 4);
        } else {
          for (int c = 0; c < 3; c++) {
            rendering[o + c] = sigmoid(head[h + c]);
          }
          // The paper's network generates every pixel.
          for (int c = 3; c < PLANES; c++) {
            rendering[o + c] = 0;
          }
        }
      }
    }
  }

  /** Colour, mask and still of a pixel: generated colour is a correction of the photo. */
  private void blended(byte[] condition, int c, int h, int o) {
    float still =
        config.staticBranch()
            ? sigmoid(FdGanNetwork.DECIDED * head[h + 4] + FdGanNetwork.STILL_AT_FIRST)
            : 0;
    for (int k = 0; k < 3; k++) {
      int warped = condition[c + FdGanNetwork.WARPED + k] & 255;
      int unmoved = condition[c + FdGanNetwork.STILL + k] & 255;
      rendering[o + k] = (warped + still * (unmoved - warped)) * (1 / 255f) + head[h + k];
    }
    rendering[o + 3] = sigmoid(FdGanNetwork.DECIDED * head[h + 3]);
    rendering[o + 6] = still;
  }

  /** The flow at a row of pixels, still at a quarter of its width: bilinear, by centres. */
  private void line(int y, float[] line) {
    float share = part[y];
    int a = cell[y] * line.length;
    int b = a + line.length;
    for (int i = 0; i < line.length; i++) {
      line[i] = flow[a + i] + share * (flow[b + i] - flow[a + i]);
    }
  }

  private void flow(float[] line, int x, int o) {
    float share = part[x];
    int i = 2 * cell[x];
    rendering[o] = line[i] + share * (line[i + 2] - line[i]);
    rendering[o + 1] = line[i + 1] + share * (line[i + 3] - line[i + 1]);
  }

  /** A number that is none stays that: a broken model must not look like a working one. */
  static float sigmoid(float x) {
    if (Float.isNaN(x)) {
      return x;
    }
    float place = (Math.min(Math.max(x, -REACH), REACH) + REACH) * STEPS;
    int i = (int) place;
    return SIGMOID[i] + (place - i) * (SIGMOID[i + 1] - SIGMOID[i]);
  }
}
