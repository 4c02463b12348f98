package io.github.reenact.tf.gaze;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model file of the gaze network. */
final class GazeModelFile {
  private static final String FORMAT = "reenact-gaze";

  /**
   * Counted up when the network or its view of an eye changes, so that older weights are refused.
   */
  private static final String VERSION = "1";

  private GazeModelFile() {}

  /**
   * A file to write.
   *
   * @param about how it was trained, for people
   */
  static Safetensors of(Map<String, NamedArray> weights, Map<String, String> about) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.putAll(about);
    return new Safetensors(weights, metadata);
  }

  /**
   * Checks a file and takes its weights.
   *
   * @param name of the file, for messages
   * @throws ModelFileException if it is no gaze network, of another version, or lacks weights
   */
  static GazeInference open(Safetensors file, String name) {
    Map<String, String> meta = file.metadata();
    if (!FORMAT.equals(meta.get("format"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " is no gaze network (its format is '"
              + meta.getOrDefault("format", "unknown")
              + "'); choose another file, or none for the built-in model");
    }
    if (!VERSION.equals(meta.get("version"))) {
      throw new ModelFileException(
          "model file "
              + name
              + " has version "
              + meta.get("version")
              + ", this library reads version "
              + VERSION
              + "; train it again with this library");
    }
    return new GazeInference(file.tensors());
  }
}
