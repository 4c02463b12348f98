package io.github.reenact.evaluate;

import io.github.reenact.Image;
import java.util.List;

/**
 * What was measured of portraits, as text and picture.
 *
 * <p>Immutable and thread-safe.
 */
public final class PortraitReport implements EvaluationReport {
  private final PortraitMetrics metrics;
  private final Image sheet;

  PortraitReport(PortraitMetrics metrics, Image sheet) {
    this.metrics = metrics;
    this.sheet = sheet;
  }

  @Override
  public String json() {
    return ReportJson.of(metrics);
  }

  /** Photo, driving frame and what each method made of them, in moments hard for a warp. */
  @Override
  public Image sheet() {
    return sheet;
  }

  /** Clips that were left out, because no face was found in their first frame. */
  @Override
  public List<String> leftOut() {
    return metrics.leftOut();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("# Portraits, measured\n");
    PortraitMetrics.Part self = metrics.self();
    Markdown.text(
        out,
        "Split '%s' of %s; smoothing %s. Means over the clips."
            .formatted(metrics.split(), metrics.data(), metrics.settings().smoothing()));
    if (!metrics.leftOut().isEmpty()) {
      Markdown.text(
          out,
          "Left out, for no face was found in the first frame: "
              + String.join(", ", metrics.leftOut())
              + ".");
    }
    out.append("\n## Self-reenactment\n");
    Markdown.text(
        out,
        "The first frame is the photo and the clip drives, motion absolute: %s."
            .formatted(size(self)));
    table(out, self, false);
    Markdown.text(
        out,
        "L1 in colours of 0 to 1, also within the boxes of mouth and eyes; SSIM of the brightness;"
            + " landmarks: mean distance in per cent of the face's size; pose: mean of yaw, pitch"
            + " and roll; mouth and eyes: correlation of their opening with the driver's over time;"
            + " flicker: energy of the second difference in time, 1 is the real clip's; found: fraction"
            + " of frames in which a face is found; render: median time a frame. The first row is"
            + " what the detector makes of the real frames.");
    Markdown.text(out, "How much of the driver's movement arrives, 1 is all of it:");
    table(out, self, true);
    Markdown.text(
        out,
        "The slope of each part's regression on the driver's over time, in the mean of the clips in"
            + " which the driver moves it. Eyes: their opening; gaze: how far to the side the irises"
            + " are.");
    PortraitMetrics.Part cross = metrics.cross();
    out.append("\n## Cross-reenactment\n");
    if (cross == null) {
      Markdown.text(out, "Not measured: it takes clips of two people or more.");
      return out.toString();
    }
    Markdown.text(
        out,
        "The first frame of a clip is the photo and another person's clip drives, motion relative:"
            + " %s.".formatted(size(cross)));
    table(out, cross, false);
    Markdown.text(
        out,
        "Pose: as it changes from the first frame. First pose: the first frame's against the photo's."
            + " Shape: distance of the mean place of the points"
            + " that stay where they are on the head, pose undone with a mean head, to that of the"
            + " photo's person and to that of the driver, in per cent of the distance of the eyes'"
            + " outer corners; last the first by the sum of both: 0 has the photo's shape, 1 the"
            + " driver's. Whether it looks like the same person takes a face embedding, which is not"
            + " part of this.");
    Markdown.text(out, "How much of the driver's movement arrives:");
    table(out, cross, true);
    return out.toString();
  }

  private static String size(PortraitMetrics.Part part) {
    return "%d people, %d clips, %,d frames".formatted(part.people(), part.clips(), part.frames());
  }

  private static void table(StringBuilder out, PortraitMetrics.Part part, boolean follow) {
    List<PortraitMetric> measures =
        part.rows().get(0).means().keySet().stream().filter(m -> m.isFollow() == follow).toList();
    MetricTable.write(out, measures, follow ? null : "render, ms", part.rows());
  }
}
