package io.github.reenact.cli;

import io.github.reenact.FaceEdit;
import io.github.reenact.media.EditTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --edit} and {@code --edits}: a face that is changed by numbers. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EditOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--edit",
      paramLabel = "NAME=VALUE",
      description = {
        "Change the face by a number in every frame; may be given again. smile: -1 to 1, a broad"
            + " one. mouth-opening: -1 to 1, added to the gap between the lips by their width."
            + " eye-opening: -0.6 to 0.6, added to the gap between the lids by the eye's width."
            + " brows: -1 to 1, up. 0 leaves the face as it was filmed."
      })
  private Map<String, String> edit = new LinkedHashMap<>();

  @Option(
      names = "--edits",
      paramLabel = "FILE.csv",
      description =
          "The same from key frames, smooth in between: the header time,NAME,.. and lines of seconds"
              + " and values. An empty cell is no key.")
  private @Nullable Path edits;

  /** Whether any were given. */
  boolean areGiven() {
    return !edit.isEmpty() || edits != null;
  }

  /**
   * Reads them.
   *
   * @throws picocli.CommandLine.ParameterException if a name or value is wrong, or one is in both
   * @throws IOException if the file cannot be read or a line of it is wrong
   */
  EditTimeline timeline() throws IOException {
    EditTimeline constant = EditTimeline.constant(constants());
    if (edits == null) {
      return constant;
    }
    Inputs.requireFile("--edits", edits);
    try {
      return constant.and(EditTimeline.read(edits));
    } catch (IllegalArgumentException e) {
      throw Usage.error(
          spec, e.getMessage() + ", by --edit and in --edits " + edits + "; leave one of them out");
    }
  }

  private Map<FaceEdit, Double> constants() {
    Map<FaceEdit, Double> out = new EnumMap<>(FaceEdit.class);
    edit.forEach(
        (name, text) -> {
          FaceEdit found = find(name);
          double value = number(name, text);
          if (!(Math.abs(value) <= found.most())) {
            throw Usage.outOfRange(
                spec, "--edit " + name, text, "-" + found.most() + " to " + found.most());
          }
          out.put(found, value);
        });
    return out;
  }

  private FaceEdit find(String name) {
    return Arrays.stream(FaceEdit.values())
        .filter(e -> e.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Usage.error(
                    spec,
                    "--edit "
                        + name
                        + " is not known; there are "
                        + Arrays.stream(FaceEdit.values())
                            .map(FaceEdit::label)
                            .collect(Collectors.joining(", "))));
  }

  private double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Usage.error(
          spec, "--edit " + name + "=" + text + ": the value is a number such as 0.4");
    }
  }

  /** Adds what decides how the frames look. */
  void describe(Map<String, String> settings) throws IOException {
    if (!edit.isEmpty()) {
      settings.put("--edit", new TreeMap<>(edit).toString());
    }
    if (edits != null) {
      settings.put("--edits", Fingerprint.of(edits));
    }
  }
}
