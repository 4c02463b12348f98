package io.github.reenact.evaluate;

import io.github.reenact.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of portraits, as text and picture.
 *
 * <p>Immutable and thread-safe.
 */
public final class PortraitReport {
  private final PortraitMetrics metrics;
  private final Image sheet;

  PortraitReport(PortraitMetrics metrics, Image sheet) {
    this.metrics = metrics;
    this.sheet = sheet;
  }

  /** All numbers: means over the clips, and those of each clip. What is no number is null. */
  public String json() {
    return ReportJson.of(metrics);
  }

  /** Photo, driving frame and what each method made of them, in moments hard for a warp. */
  public Image sheet() {
    return sheet;
  }

  /** Clips that were left out, because no face was found in their first frame. */
  public List<String> leftOut() {
    return metrics.leftOut();
  }

  /** Tables for people. */
  public String markdown() {
    StringBuilder out = new StringBuilder("# Portraits, measured\n");
    PortraitMetrics.Part self = metrics.self();
    text(
        out,
        "Split '%s' of %s; smoothing %s. Means over the clips."
            .formatted(metrics.split(), metrics.data(), metrics.settings().smoothing()));
    if (!metrics.leftOut().isEmpty()) {
      text(
          out,
          "Left out, for no face was found in the first frame: "
              + String.join(", ", metrics.leftOut())
              + ".");
    }
    out.append("\n## Self-reenactment\n");
    text(
        out,
        "The first frame is the photo and the clip drives, motion absolute: %s."
            .formatted(size(self)));
    table(out, self, false);
    text(
        out,
        "L1 in colours of 0 to 1, also within the boxes of mouth and eyes; SSIM of the brightness;"
            + " landmarks: mean distance in per cent of the face's size; pose: mean of yaw, pitch"
            + " and roll; mouth and eyes: correlation of their opening with the driver's over time;"
            + " flicker: energy of the second difference in time, 1 is the real clip's; found: fraction"
            + " of frames in which a face is found; render: median time a frame. The first row is"
            + " what the detector makes of the real frames.");
    text(out, "How much of the driver's movement arrives, 1 is all of it:");
    table(out, self, true);
    text(
        out,
        "The slope of each part's regression on the driver's over time, in the mean of the clips in"
            + " which the driver moves it. Eyes: their opening; gaze: how far to the side the irises"
            + " are.");
    PortraitMetrics.Part cross = metrics.cross();
    out.append("\n## Cross-reenactment\n");
    if (cross == null) {
      text(out, "Not measured: it takes clips of two people or more.");
      return out.toString();
    }
    text(
        out,
        "The first frame of a clip is the photo and another person's clip drives, motion relative:"
            + " %s.".formatted(size(cross)));
    table(out, cross, false);
    text(
        out,
        "Pose: as it changes from the first frame. First pose: the first frame's against the photo's."
            + " Shape: distance of the mean place of the points"
            + " that stay where they are on the head, pose undone with a mean head, to that of the"
            + " photo's person and to that of the driver, in per cent of the distance of the eyes'"
            + " outer corners; last the first by the sum of both: 0 has the photo's shape, 1 the"
            + " driver's. Whether it looks like the same person takes a face embedding, which is not"
            + " part of this.");
    text(out, "How much of the driver's movement arrives:");
    table(out, cross, true);
    return out.toString();
  }

  private static String size(PortraitMetrics.Part part) {
    return "%d people, %d clips, %,d frames".formatted(part.people(), part.clips(), part.frames());
  }

  private static void text(StringBuilder out, String about) {
    out.append('\n').append(about).append('\n');
  }

  private static void table(StringBuilder out, PortraitMetrics.Part part, boolean follow) {
    List<PortraitMetric> measures =
        part.rows().get(0).means().keySet().stream().filter(m -> m.isFollow() == follow).toList();
    List<String> head = new ArrayList<>(List.of(""));
    measures.forEach(m -> head.add(m.heading()));
    if (!follow) {
      head.add("render, ms");
    }
    out.append('\n');
    cells(out, head);
    cells(out, head.stream().map(h -> h.isEmpty() ? "---" : "---:").toList());
    for (PortraitMetrics.Row row : part.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.name().replace("|", "\\|")));
      for (PortraitMetric m : measures) {
        cells.add(number(row.means().getOrDefault(m, Double.NaN), m.decimals()));
      }
      if (!follow) {
        Double millis = row.renderMillis();
        cells.add(millis == null ? "" : number(millis, 1));
      }
      cells(out, cells);
    }
  }

  private static void cells(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String number(double value, int decimals) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : Double.isNaN(value) ? "" : "∞";
  }
}
