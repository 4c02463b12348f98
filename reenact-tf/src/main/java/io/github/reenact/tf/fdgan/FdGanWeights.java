package io.github.reenact.tf.fdgan;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The model file of FD-GAN: weights, and in its metadata the structure that they belong to. */
final class FdGanWeights {
  private static final String FORMAT = "reenact-fdgan";

  /** Grows when the graph changes so that older weights would not fit its meaning. */
  private static final String VERSION = "2";

  private FdGanWeights() {}

  /** A file to write. */
  static Safetensors of(
      FdGanConfig config, Map<String, NamedArray> weights, Map<String, String> about) {
    Map<String, String> metadata = new LinkedHashMap<>(about);
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("size", Integer.toString(config.size()));
    metadata.put(
        "channels",
        config.channels().stream().map(String::valueOf).collect(Collectors.joining(",")));
    metadata.put("slots", Integer.toString(config.slots()));
    metadata.put("values", Integer.toString(config.values()));
    metadata.put("dense", Boolean.toString(config.dense()));
    metadata.put("still", Boolean.toString(config.still()));
    metadata.put("blocks", Integer.toString(config.blocks()));
    return new Safetensors(weights, metadata);
  }

  /**
   * The structure that a file's weights belong to.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is no model file of FD-GAN or of another version
   */
  static FdGanConfig config(Safetensors file, String name) {
    Map<String, String> m = file.metadata();
    if (!FORMAT.equals(m.get("format")) || !VERSION.equals(m.get("version"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " is "
              + m.getOrDefault("format", "of an unknown format")
              + " version "
              + m.getOrDefault("version", "unknown")
              + ", this library reads "
              + FORMAT
              + " version "
              + VERSION
              + "; train it again or take the model of this release");
    }
    try {
      List<Integer> channels =
          Arrays.stream(m.getOrDefault("channels", "").split(",")).map(Integer::valueOf).toList();
      return new FdGanConfig(
          Integer.parseInt(m.getOrDefault("size", "")),
          channels,
          Integer.parseInt(m.getOrDefault("slots", "")),
          Integer.parseInt(m.getOrDefault("values", "")),
          Boolean.parseBoolean(m.getOrDefault("dense", "")),
          Boolean.parseBoolean(m.getOrDefault("still", "true")),
          Integer.parseInt(m.getOrDefault("blocks", "0")));
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(
          "model file "
              + name
              + " has a damaged description ("
              + e.getMessage()
              + "); fetch it again",
          e);
    }
  }
}
