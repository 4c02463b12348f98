package io.github.reenact.tf.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.ReenactException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that a training can be resumed from, exactly: all variables, and how far it was. It is
 * replaced as a whole, so that there is always a good one.
 */
public final class Checkpoint {
  /** Its name in the output folder. */
  public static final String FILE = "checkpoint.safetensors";

  private final Path file;
  private final Fingerprint fingerprint;
  private final Map<String, String> about;

  /**
   * What a checkpoint holds.
   *
   * @param state how far the training was
   * @param variables by name
   * @param about what else it says
   */
  public record Saved(
      TrainingState state, Map<String, NamedArray> variables, Map<String, String> about) {}

  /**
   * Nothing is read or written yet.
   *
   * @param output folder
   * @param about what else it says, for people
   */
  public Checkpoint(Path output, Fingerprint fingerprint, Map<String, String> about) {
    this.file = output.resolve(FILE);
    this.fingerprint = fingerprint;
    this.about = new LinkedHashMap<>(about);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Whether there is one. */
  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * Refuses a new training where a checkpoint is, so that none is lost by mistake.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public void requireNone() throws FileAlreadyExistsException {
    if (exists()) {
      throw new FileAlreadyExistsException(
          file.toString(),
          null,
          "resume that training (--resume), or choose another output folder");
    }
  }

  /**
   * Reads it.
   *
   * @throws ModelFileException if it is damaged or of other settings
   */
  public Saved read() {
    Safetensors saved = Safetensors.read(file);
    fingerprint.require(file, saved.metadata());
    try {
      return new Saved(TrainingState.of(saved.metadata()), saved.tensors(), saved.metadata());
    } catch (NumberFormatException e) {
      throw new ModelFileException(
          "checkpoint " + file + " is damaged (" + e.getMessage() + "); start again without it", e);
    }
  }

  /** The settings of the training. */
  public String settings() {
    return fingerprint.text();
  }

  /** What files made of this training say about it: step, settings. */
  public Map<String, String> about(long steps) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("step", Long.toString(steps));
    out.put(fingerprint.key(), fingerprint.text());
    out.putAll(about);
    return out;
  }

  /**
   * Writes it.
   *
   * @throws ReenactException if a variable is not finite; the last checkpoint stays
   */
  void write(TrainingState state, Map<String, NamedArray> variables) throws IOException {
    variables.forEach(
        (name, array) -> {
          for (float v : array.values()) {
            if (!Float.isFinite(v)) {
              throw new ReenactException(
                  "weights %s became %s by step %d; the last good checkpoint is kept in %s; resume it with a lower rate"
                      .formatted(name, v, state.step(), file.getParent()));
            }
          }
        });
    Map<String, String> metadata = about(state.step());
    metadata.putAll(state.toMetadata());
    new Safetensors(variables, metadata).write(file, false);
  }
}
