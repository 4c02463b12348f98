package io.github.reenact.evaluate;

import io.github.reenact.Image;
import java.util.List;

/**
 * What was measured of portraits or footage, as text and picture.
 *
 * <p>Immutable and thread-safe.
 */
public interface EvaluationReport {
  /** All numbers: means over the clips, and those of each clip. What is no number is null. */
  String json();

  /** Tables for people. */
  String markdown();

  /** What each method made of some frames, side by side. */
  Image sheet();

  /** The names of clips that could not be measured. */
  List<String> leftOut();
}
