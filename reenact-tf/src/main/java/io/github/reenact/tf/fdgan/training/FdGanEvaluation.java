package io.github.reenact.tf.fdgan.training;

import com.google.common.collect.ImmutableMap;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.graph.Parameters;
import io.github.reenact.tf.graph.Tensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Measures a network on people it does not learn from: the first frame of each dev clip is the
 * photo, later frames are what is to be generated. The warp alone is measured on the same pictures.
 */
final class FdGanEvaluation {
  /**
   * The metrics with the digits that they are written with: mean absolute differences to the real
   * frames, colours in 0..1, over the whole view and over mouth and eyes; of the network and of the
   * warp alone; and the mean share of the photo.
   */
  static final ImmutableMap<String, Integer> COLUMNS =
      ImmutableMap.of("l1", 5, "warp_l1", 5, "mouth_eyes", 5, "warp_mouth_eyes", 5, "mask", 4);

  /** Frames of a clip that are generated. */
  private static final int FRAMES = 6;

  private static final int SHEET_ROWS = 12;

  private final FdGanConfig config;
  private final int batch;
  private final Placeholder<TUint8> photo;
  private final Placeholder<TUint8> condition;
  private final Operand<TFloat32> output;
  private final Operand<TFloat32> mask;
  private final List<TrainingSamples.Batch> batches = new ArrayList<>();
  private int count;

  /**
   * Adds a network to the graph and makes its input.
   *
   * @param parameters of the network to measure
   */
  FdGanEvaluation(
      Ops tf,
      Parameters parameters,
      FdGanConfig config,
      int batch,
      TrainingSamples samples,
      List<PictureStore.Item> clips) {
    this.config = config;
    this.batch = batch;
    int size = config.size();
    photo =
        tf.placeholder(
            TUint8.class,
            Placeholder.shape(Shape.of(batch, size, size, FdGanNetwork.PHOTO_PLANES)));
    condition =
        tf.placeholder(
            TUint8.class,
            Placeholder.shape(Shape.of(batch, size, size, FdGanNetwork.CONDITION_PLANES)));
    FdGanNetwork network = new FdGanNetwork(tf, parameters, config, batch);
    Operand<TFloat32> scale = tf.constant(1 / 255f);
    Operand<TFloat32> seen = tf.math.mul(tf.dtypes.cast(condition, TFloat32.class), scale);
    FdGanNetwork.Rendering rendering =
        network.render(
            seen,
            FeatureDictionary.Written.entries(
                network.extract(tf.math.mul(tf.dtypes.cast(photo, TFloat32.class), scale))));
    output = network.blend(rendering, seen);
    mask = rendering.mask();

    for (int f = 1; f <= FRAMES; f++) {
      for (PictureStore.Item clip : clips) {
        if (count % batch == 0) {
          batches.add(new TrainingSamples.Batch(batch, size));
        }
        int last = clip.frames().size() - 1;
        samples.fill(
            clip.frames().get(0),
            clip.frames().get(f * last / FRAMES),
            batches.get(batches.size() - 1),
            count % batch);
        count++;
      }
    }
  }

  /**
   * Measures, and writes a sheet: photo, warp, result, mask, truth.
   *
   * @return the metrics of {@link #COLUMNS}
   */
  Map<String, Double> run(Session session, Path sheet) throws IOException {
    int size = config.size();
    double[] sums = new double[5];
    long details = 0;
    BufferedImage picture =
        new BufferedImage(5 * size, Math.min(SHEET_ROWS, count) * size, BufferedImage.TYPE_INT_RGB);
    // One more than an even distance, so that the rows go through the clips.
    int every = Math.max(1, count / SHEET_ROWS + 1);
    float[] made = new float[batch * size * size * 3];
    float[] masks = new float[batch * size * size];
    for (int b = 0; b < batches.size(); b++) {
      TrainingSamples.Batch in = batches.get(b);
      try (TUint8 p = Tensors.pictures(in.photo, batch, size, FdGanNetwork.PHOTO_PLANES);
          TUint8 c = Tensors.pictures(in.condition, batch, size, FdGanNetwork.CONDITION_PLANES);
          Result r =
              session.runner().feed(photo, p).feed(condition, c).fetch(output).fetch(mask).run()) {
        Tensors.copy((TFloat32) r.get(0), made);
        Tensors.copy((TFloat32) r.get(1), masks);
      }
      for (int i = 0; i < Math.min(batch, count - b * batch); i++) {
        for (int q = i * size * size; q < (i + 1) * size * size; q++) {
          double net = 0;
          double warp = 0;
          for (int k = 0; k < 3; k++) {
            int truth = in.truth[4 * q + k] & 255;
            net += Math.abs(made[3 * q + k] - truth / 255f);
            warp +=
                Math.abs((in.condition[FdGanNetwork.CONDITION_PLANES * q + 3 + k] & 255) - truth)
                    / 255.0;
          }
          sums[0] += net;
          sums[1] += warp;
          sums[4] += masks[q];
          if ((in.truth[4 * q + 3] & 255) >= 200) {
            sums[2] += net;
            sums[3] += warp;
            details++;
          }
        }
        int n = b * batch + i;
        if (n % every == 0 && n / every < SHEET_ROWS) {
          draw(picture, n / every, in, i, made, masks);
        }
      }
    }
    Path part = sheet.resolveSibling(sheet.getFileName() + ".part");
    ImageIO.write(picture, "png", part.toFile());
    Files.move(part, sheet, StandardCopyOption.REPLACE_EXISTING);
    double all = 3.0 * size * size * count;
    double[] values = {
      sums[0] / all,
      sums[1] / all,
      sums[2] / Math.max(1, 3.0 * details),
      sums[3] / Math.max(1, 3.0 * details),
      sums[4] * 3 / all
    };
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String name : COLUMNS.keySet()) {
      metrics.put(name, values[metrics.size()]);
    }
    return metrics;
  }

  private void draw(
      BufferedImage sheet,
      int row,
      TrainingSamples.Batch in,
      int slot,
      float[] made,
      float[] masks) {
    int size = config.size();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int q = (slot * size + y) * size + x;
        int[] rgb = new int[5];
        for (int k = 0; k < 3; k++) {
          int shift = 16 - 8 * k;
          rgb[0] |= (in.photo[FdGanNetwork.PHOTO_PLANES * q + k] & 255) << shift;
          rgb[1] |= (in.condition[FdGanNetwork.CONDITION_PLANES * q + 3 + k] & 255) << shift;
          rgb[2] |= (NetworkInput.toByte(made[3 * q + k] * 255) & 255) << shift;
          rgb[3] |= (NetworkInput.toByte(masks[q] * 255) & 255) << shift;
          rgb[4] |= (in.truth[4 * q + k] & 255) << shift;
        }
        for (int k = 0; k < 5; k++) {
          sheet.setRGB(k * size + x, row * size + y, rgb[k]);
        }
      }
    }
  }
}
