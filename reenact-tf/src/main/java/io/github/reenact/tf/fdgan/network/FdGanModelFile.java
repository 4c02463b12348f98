package io.github.reenact.tf.fdgan.network;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.ModelHeader;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The model file of FD-GAN: weights, and in its metadata the structure that they belong to. */
public final class FdGanModelFile {
  private static final ModelHeader HEADER = new ModelHeader("FD-GAN", "reenact-fdgan", "2");

  private FdGanModelFile() {}

  /** A structure as text, as checkpoints have it; names are those of model files. */
  public static String describe(FdGanConfig c) {
    return "FdGanConfig[size=%d, channels=%s, slots=%d, values=%d, dense=%s, still=%s, blocks=%d]"
        .formatted(
            c.size(),
            c.channels(),
            c.slots(),
            c.values(),
            c.warpBranch(),
            c.staticBranch(),
            c.blocks());
  }

  /** A file to write. */
  public static Safetensors of(
      FdGanConfig config, Map<String, NamedArray> weights, Map<String, String> about) {
    Map<String, String> metadata = new LinkedHashMap<>(about);
    metadata.putAll(HEADER.toMetadata());
    metadata.put("size", Integer.toString(config.size()));
    metadata.put(
        "channels",
        config.channels().stream().map(String::valueOf).collect(Collectors.joining(",")));
    metadata.put("slots", Integer.toString(config.slots()));
    metadata.put("values", Integer.toString(config.values()));
    metadata.put("dense", Boolean.toString(config.warpBranch()));
    metadata.put("still", Boolean.toString(config.staticBranch()));
    metadata.put("blocks", Integer.toString(config.blocks()));
    return new Safetensors(weights, metadata);
  }

  /**
   * The structure that a file's weights belong to.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is no model file of FD-GAN or of another version
   */
  public static FdGanConfig config(Safetensors file, String name) {
    Map<String, String> m = file.metadata();
    HEADER.require(file, name);
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
