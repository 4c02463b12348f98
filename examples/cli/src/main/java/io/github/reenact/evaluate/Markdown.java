package io.github.reenact.evaluate;

import java.util.List;
import java.util.Locale;

/** Parts of a report. */
final class Markdown {
  private Markdown() {}

  /** A paragraph. */
  static void text(StringBuilder out, String about) {
    out.append('\n').append(about).append('\n');
  }

  /** A table whose columns of numbers are flush right: all that have a heading. */
  static void table(StringBuilder out, List<String> head, List<List<String>> rows) {
    out.append('\n');
    cells(out, head);
    cells(out, head.stream().map(h -> h.isEmpty() ? "---" : "---:").toList());
    rows.forEach(r -> cells(out, r.stream().map(c -> c.replace("|", "\\|")).toList()));
  }

  private static void cells(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Empty for NaN. */
  static String number(double value, int decimals) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : Double.isNaN(value) ? "" : "∞";
  }
}
