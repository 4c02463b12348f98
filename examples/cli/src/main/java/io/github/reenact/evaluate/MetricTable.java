package io.github.reenact.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of what was measured: a row for each method, a column for each metric. */
final class MetricTable {
  /** What was measured of one method. */
  interface Row {
    String name();

    /** Of a frame; null if nothing was made. */
    @Nullable Double medianMillis();

    Map<PortraitMetric, Double> means();
  }

  private MetricTable() {}

  /**
   * Writes a table.
   *
   * @param time heading of the last column, the median time; null for none
   */
  static void write(
      StringBuilder out,
      List<PortraitMetric> metrics,
      @Nullable String time,
      List<? extends Row> rows) {
    List<String> head = new ArrayList<>(List.of(""));
    metrics.forEach(m -> head.add(m.heading()));
    if (time != null) {
      head.add(time);
    }
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (PortraitMetric m : metrics) {
        cells.add(Markdown.number(row.means().getOrDefault(m, Double.NaN), m.decimals()));
      }
      if (time != null) {
        Double millis = row.medianMillis();
        cells.add(millis == null ? "" : Markdown.number(millis, 1));
      }
      lines.add(cells);
    }
    Markdown.table(out, head, lines);
  }
}
