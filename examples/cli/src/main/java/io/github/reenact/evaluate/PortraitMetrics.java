package io.github.reenact.evaluate;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param data the dataset's folder
 * @param split of which the clips are
 * @param self each person moved by their own clip
 * @param cross each person moved by another's clip; null if there is one person only
 * @param settings measured with
 * @param leftOut clips in whose first frame no face was found
 * @param sheet the frames on the sheet, in its order
 */
record PortraitMetrics(
    String data,
    String split,
    Part self,
    @Nullable Part cross,
    @ReportJson.Inline Settings settings,
    List<String> leftOut,
    List<SheetRow> sheet) {
  /**
   * Settings.
   *
   * @param smoothing of the driver's landmarks, 0 to 1
   * @param precision of the networks as the system property {@code reenact.precision} has it:
   *     {@code float32}, {@code bfloat16}, or {@code auto}, the faster of both on the machine
   */
  record Settings(double smoothing, String precision) {}

  /**
   * Runs of one kind.
   *
   * @param people in photos and clips
   * @param clips runs: a photo with a clip each
   * @param frames measured, all clips together
   * @param rows one for each method, after that of the driving frames themselves
   */
  record Part(int people, int clips, int frames, List<Row> rows) {}

  /**
   * One method.
   *
   * @param name for the tables
   * @param renderMillis median time for rendering a frame; null for the driving frames themselves
   * @param means over the clips
   * @param runs one by one
   */
  record Row(
      String name,
      @Nullable Double renderMillis,
      Map<PortraitMetric, Double> means,
      List<RunMetrics> runs)
      implements MetricTable.Row {
    @Override
    public @Nullable Double medianMillis() {
      return renderMillis;
    }
  }

  /**
   * One photo with one clip.
   *
   * @param photo the clip whose first frame it is
   * @param driver the clip that drives
   * @param frames measured
   * @param metrics what was measured
   */
  record RunMetrics(
      String photo,
      String driver,
      int frames,
      @SerializedName("figures") Map<PortraitMetric, Double> metrics) {}

  /**
   * A row of the sheet.
   *
   * @param photo the clip whose first frame it is
   * @param driver the clip that drives
   * @param frame its number in the clip
   * @param chosenFor {@code mouth} or {@code eyes}: what differs most from the photo's
   */
  record SheetRow(String photo, String driver, int frame, String chosenFor) {}
}
