package io.github.reenact.evaluate;

import io.github.reenact.Image;
import java.util.List;

/**
 * What was measured of footage, as text and picture.
 *
 * <p>Immutable and thread-safe.
 */
public final class FootageReport implements EvaluationReport {
  private final FootageMetrics metrics;
  private final Image sheet;

  FootageReport(FootageMetrics metrics, Image sheet) {
    this.metrics = metrics;
    this.sheet = sheet;
  }

  @Override
  public String json() {
    return ReportJson.of(metrics);
  }

  /** Take, driving frame and what each method made of them, where both mouths differ most. */
  @Override
  public Image sheet() {
    return sheet;
  }

  /** Clips that were left out, because no face was found in them. */
  @Override
  public List<String> leftOut() {
    return metrics.leftOut();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder("# Footage, measured\n");
    Markdown.text(
        out,
        "Split '%s' of %s; smoothing %s. Means over the takes."
            .formatted(metrics.split(), metrics.data(), metrics.settings().smoothing()));
    if (!metrics.leftOut().isEmpty()) {
      Markdown.text(
          out, "Left out, for no face was found: " + String.join(", ", metrics.leftOut()) + ".");
    }
    out.append("\n## Mouth\n");
    FootageMetrics.Part mouth = metrics.mouth();
    Markdown.text(
        out,
        "The mouth of each take is that of another take of the same person (%d takes), or of another person where there is none (%d): %s."
            .formatted(mouth.samePerson(), mouth.takes() - mouth.samePerson(), size(mouth)));
    table(out, mouth);
    Markdown.text(
        out,
        "Mouth opening: slope of the result's regression on the driver's over time, 1 is all of it;"
            + " correlation: of the same. Takes whose driver hardly moves the mouth have neither."
            + " Outside: the largest difference of a colour from the take outside of the changed"
            + " part, of 255, before encoding; 0 is the aim. Flicker: energy of the second difference"
            + " in time, 1 is the take's. Found: fraction of frames in which a face is found.");
    FootageMetrics.Part gaze = metrics.gaze();
    out.append("\n## Gaze to the camera\n");
    if (gaze == null) {
      Markdown.text(out, "Not measured: it takes a gaze estimator.");
      return out.toString();
    }
    Markdown.text(out, "No driver: %s.".formatted(size(gaze)));
    table(out, gaze);
    Markdown.text(
        out,
        "Gaze deviation: of the irises' place between the corners of the eyes over time, by the"
            + " take's; only of takes that look about. Blinks kept: fraction of the take's blinks in"
            + " which the result's eyes close at least half as far; only of takes that blink. The"
            + " irises are found by the estimator that the change is made with.");
    return out.toString();
  }

  private static String size(FootageMetrics.Part part) {
    return "%d people, %d takes, %,d frames".formatted(part.people(), part.takes(), part.frames());
  }

  private static void table(StringBuilder out, FootageMetrics.Part part) {
    List<PortraitMetric> measures = List.copyOf(part.rows().get(0).means().keySet());
    MetricTable.write(out, measures, "frame, ms", part.rows());
  }
}
