package io.github.reenact.tf.fdgan.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean of the weights of several FD-GANs of one training (ours, after Izmailov et al. 2018,
 * "Averaging Weights Leads to Wider Optima and Better Generalization"): often better than each of
 * them, where they are stages of one training, and useless where they are not.
 */
public final class FdGanAverage {
  private FdGanAverage() {}

  /**
   * Averages model files.
   *
   * @param models two or more
   * @param output where the mean goes, in half precision; written beside it first, then moved
   * @throws IllegalArgumentException if there are fewer than two models
   * @throws ModelFileException if one is missing, damaged, or of another structure than the first
   * @throws IOException if the mean cannot be written
   */
  public static void write(List<Path> models, Path output) throws IOException {
    if (models.size() < 2) {
      throw new IllegalArgumentException(
          "a mean of " + models.size() + " models; give two or more");
    }
    Safetensors first = Safetensors.read(models.get(0));
    FdGanConfig config = FdGanModelFile.config(first, models.get(0).toString());
    Map<String, NamedArray> mean = new LinkedHashMap<>();
    first
        .tensors()
        .forEach(
            (name, a) -> mean.put(name, new NamedArray(a.shape(), new float[a.values().length])));
    for (Path model : models) {
      Safetensors file = Safetensors.read(model);
      FdGanConfig other = FdGanModelFile.config(file, model.toString());
      if (!other.equals(config)) {
        throw new ModelFileException(
            "%s is of %s, and %s of %s; only models of one structure have a mean"
                .formatted(models.get(0), config, model, other));
      }
      mean.forEach(
          (name, sum) -> {
            float[] values =
                Safetensors.require(file.tensors(), "model file " + model, name, sum.shape())
                    .values();
            for (int i = 0; i < values.length; i++) {
              sum.values()[i] += values[i] / models.size();
            }
          });
    }
    Map<String, String> about = new LinkedHashMap<>(first.metadata());
    about.put("mean", "of " + models.size() + " models, this being what the first says of itself");
    FdGanModelFile.of(config, mean, about).write(output, true);
  }
}
