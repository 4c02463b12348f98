package io.github.reenact.tf.training;

import io.github.reenact.ModelFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that a checkpoint belongs to, as text: a training is resumed with the same settings
 * only.
 *
 * @param key under which the checkpoint keeps it
 * @param text settings as a record's {@code toString} gives them
 * @param complete whether settings that one of both does not have count as different, too: newer
 *     versions may have more
 */
public record Fingerprint(String key, String text, boolean complete) {
  private static final Pattern SETTING = Pattern.compile("(\\w+)=(\\[[^\\]]*\\]|[^,\\]]*)");

  /**
   * Compares with a checkpoint's.
   *
   * @param file the checkpoint, for messages
   * @throws ModelFileException if it is of other settings; names them
   */
  void require(Path file, Map<String, String> metadata) {
    String saved = metadata.getOrDefault(key, "none");
    List<String> different = different(saved);
    if (complete ? !saved.equals(text) : !different.isEmpty()) {
      throw new ModelFileException(
          "checkpoint "
              + file
              + " is of another training"
              + (different.isEmpty() ? "" : " (" + String.join(", ", different) + ")")
              + "; its settings: "
              + saved
              + "; asked for: "
              + text
              + "; use the same, or another output folder");
    }
  }

  /** The settings that both have, and have differently. */
  private List<String> different(String saved) {
    Map<String, String> theirs = settings(saved);
    return settings(text).entrySet().stream()
        .flatMap(
            e -> {
              String value = theirs.getOrDefault(e.getKey(), e.getValue());
              return value.equals(e.getValue())
                  ? Stream.<String>empty()
                  : Stream.of("%s is %s, not %s".formatted(e.getKey(), value, e.getValue()));
            })
        .toList();
  }

  private static Map<String, String> settings(String text) {
    Map<String, String> out = new LinkedHashMap<>();
    Matcher m = SETTING.matcher(text);
    while (m.find()) {
      out.put(m.group(1), m.group(2));
    }
    return out;
  }
}
