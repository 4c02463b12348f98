package io.github.reenact.evaluate;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured of footage.
 *
 * @param data the dataset's folder
 * @param split of which the clips are
 * @param mouth each clip with the mouth of another one
 * @param gaze each clip with eyes that look at the camera; null without a gaze estimator
 * @param settings measured with
 * @param leftOut clips in which no face was found
 * @param sheet the frames on the sheet, in its order
 */
record FootageMetrics(
    String data,
    String split,
    Part mouth,
    @Nullable Part gaze,
    @ReportJson.Inline PortraitMetrics.Settings settings,
    List<String> leftOut,
    List<PortraitMetrics.SheetRow> sheet) {
  /**
   * Takes that are changed in one way.
   *
   * @param people in takes and drivers
   * @param takes how many
   * @param samePerson takes whose driver is another clip of the same person
   * @param frames measured, all takes together
   * @param rows one for each method, after that of the takes themselves
   */
  record Part(int people, int takes, int samePerson, int frames, List<Row> rows) {}

  /**
   * One method.
   *
   * @param name for the tables
   * @param frameMillis median time for a frame; null for the takes themselves
   * @param means over the takes
   * @param runs one by one
   */
  record Row(
      String name,
      @Nullable Double frameMillis,
      Map<PortraitMetric, Double> means,
      List<TakeMetrics> runs)
      implements MetricTable.Row {
    @Override
    public @Nullable Double medianMillis() {
      return frameMillis;
    }
  }

  /**
   * One take.
   *
   * @param take the clip that is changed
   * @param driver the clip that drives; of no meaning for the gaze
   * @param frames measured
   * @param metrics what was measured
   */
  record TakeMetrics(
      String take,
      String driver,
      int frames,
      @SerializedName("figures") Map<PortraitMetric, Double> metrics) {}
}
