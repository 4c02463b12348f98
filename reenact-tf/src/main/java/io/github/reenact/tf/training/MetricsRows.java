package io.github.reenact.tf.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A CSV file with a row for each metric: {@code step,figure,value}, or {@code
 * step,stage,figure,value} where there are stages.
 */
public final class MetricsRows implements TrainingListener {
  private final MetricsFile file;
  private final boolean stages;

  private MetricsRows(MetricsFile file, boolean stages) {
    this.file = file;
    this.stages = stages;
  }

  /**
   * Starts a file, or continues it.
   *
   * @param steps done before
   * @throws IOException if it cannot be written
   */
  public static MetricsRows open(Path file, boolean stages, long steps) throws IOException {
    String header = stages ? "step,stage,figure,value" : "step,figure,value";
    return new MetricsRows(MetricsFile.open(file, header, steps), stages);
  }

  @Override
  public void trained(Metrics m) throws IOException {
    StringBuilder rows = new StringBuilder();
    m.metrics()
        .forEach(
            (name, value) -> {
              rows.append(m.steps()).append(',');
              if (stages) {
                rows.append(m.stage()).append(',');
              }
              rows.append(String.format(Locale.ROOT, "%s,%.6f", name, value)).append('\n');
            });
    file.append(rows);
  }

  @Override
  public void evaluated(Metrics m) throws IOException {
    trained(m);
  }
}
