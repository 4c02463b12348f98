package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames for the sheet: those in which the driver's mouth, and in turn the eyes, are most
 * unlike those of the photo, or of the frame that is changed: a warp has nothing to show there.
 */
final class SheetMoments {
  /** Frames of one run that lie nearer to each other than this look alike. */
  private static final int APART = 3;

  /**
   * A row of the sheet.
   *
   * @param index of the driver's frame, 0 is the first
   * @param isMouth whether the mouth is why it was chosen, and not the eyes
   */
  record Moment(PortraitClips.Run run, int index, boolean isMouth) {}

  private SheetMoments() {}

  /**
   * Chooses.
   *
   * @param most moments
   * @return fewer if there are no more frames that lie apart; in the order of the runs and frames
   */
  static List<Moment> choose(List<PortraitClips.Run> runs, int most) {
    return choose(runs, most, false);
  }

  /** As {@link #choose(List, int)}, by the mouth alone if {@code mouthOnly}. */
  static List<Moment> choose(List<PortraitClips.Run> runs, int most, boolean mouthOnly) {
    Map<PortraitClips.Run, List<Moment>> chosen = new LinkedHashMap<>();
    runs.forEach(r -> chosen.put(r, new ArrayList<>()));
    boolean more = true;
    for (int n = 0; n < most && more; n++) {
      more = addBest(chosen, mouthOnly || n % 2 == 0);
    }
    List<Moment> out = new ArrayList<>();
    for (List<Moment> ofRun : chosen.values()) {
      ofRun.sort((a, b) -> Integer.compare(a.index, b.index));
      out.addAll(ofRun);
    }
    return out;
  }

  private static boolean addBest(Map<PortraitClips.Run, List<Moment>> chosen, boolean isMouth) {
    Moment best = null;
    double bestScore = -1;
    for (Map.Entry<PortraitClips.Run, List<Moment>> entry : chosen.entrySet()) {
      PortraitClips.Run run = entry.getKey();
      for (int i = 1; i <= run.frames(); i++) {
        int index = i;
        if (entry.getValue().stream().noneMatch(m -> Math.abs(m.index - index) < APART)) {
          // A run that is on the sheet already has to be the better for it.
          double score =
              difference(run.changed(i), run.driver().landmarks(i), isMouth)
                  / (1 + entry.getValue().size());
          if (score > bestScore) {
            bestScore = score;
            best = new Moment(run, i, isMouth);
          }
        }
      }
    }
    if (best == null) {
      return false;
    }
    chosen.getOrDefault(best.run, new ArrayList<>()).add(best);
    return true;
  }

  private static double difference(Landmarks a, Landmarks b, boolean isMouth) {
    return isMouth
        ? Math.abs(a.mouthOpening() - b.mouthOpening())
        : Math.abs(a.eyeOpening() - b.eyeOpening());
  }
}
