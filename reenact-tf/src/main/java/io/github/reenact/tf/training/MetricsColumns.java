package io.github.reenact.tf.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A CSV file with a row for each step that is recorded, and a column for each metric. */
public final class MetricsColumns implements TrainingListener {
  /** The name of a column that is no metric: the seconds since the start. */
  public static final String SECONDS = "seconds";

  private final MetricsFile file;
  private final Map<String, Integer> digits;
  private final boolean evaluations;

  private MetricsColumns(MetricsFile file, Map<String, Integer> digits, boolean evaluations) {
    this.file = file;
    this.digits = new LinkedHashMap<>(digits);
    this.evaluations = evaluations;
  }

  /**
   * Starts a file, or continues it.
   *
   * @param digits after the point, by the names of the columns, in their order
   * @param evaluations whether it is for the metrics of evaluations, and not for those of steps
   * @param steps done before
   * @throws IOException if it cannot be written
   */
  public static MetricsColumns open(
      Path file, Map<String, Integer> digits, boolean evaluations, long steps) throws IOException {
    String header = "step," + String.join(",", digits.keySet());
    return new MetricsColumns(MetricsFile.open(file, header, steps), digits, evaluations);
  }

  @Override
  public void trained(Metrics m) throws IOException {
    if (!evaluations) {
      append(m);
    }
  }

  @Override
  public void evaluated(Metrics m) throws IOException {
    if (evaluations) {
      append(m);
    }
  }

  private void append(Metrics m) throws IOException {
    StringBuilder row = new StringBuilder().append(m.steps());
    digits.forEach(
        (name, count) -> {
          double value =
              name.equals(SECONDS) ? m.seconds() : m.metrics().getOrDefault(name, Double.NaN);
          row.append(',').append(String.format(Locale.ROOT, "%." + count + "f", value));
        });
    file.append(row.append('\n'));
  }
}
