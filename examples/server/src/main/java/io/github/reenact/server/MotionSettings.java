package io.github.reenact.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.reenact.GazeMode;
import io.github.reenact.MotionControl;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of the driver's motion a photo takes over, as a client says it.
 *
 * @param control pose, mouth, eyes and gaze
 * @param strength of the whole
 * @param smoothing of the driver's landmarks
 */
record MotionSettings(MotionControl control, double strength, double smoothing) {
  private static final Set<String> FIELDS =
      Set.of("pose", "mouth", "eyes", "gaze", "strength", "smoothing", "lookAtCamera");

  static final MotionSettings DEFAULT = of(new JsonObject());

  /**
   * Reads an object, in which everything may be missing.
   *
   * @throws Problem 400 if a field is unknown or a value out of range
   */
  static MotionSettings of(JsonObject json) {
    Json.checkFields(json, FIELDS);
    double max = Reenactor.Builder.MAX_STRENGTH;
    return new MotionSettings(
        MotionControl.builder()
            .pose(Json.number(json, "pose", 1, max))
            .mouth(Json.number(json, "mouth", 1, max))
            .eyes(Json.number(json, "eyes", 1, max))
            .gazeStrength(Json.number(json, "gaze", 1, max))
            .gaze(Json.flag(json, "lookAtCamera", false) ? GazeMode.CAMERA : GazeMode.DRIVER)
            .build(),
        Json.number(json, "strength", 1, max),
        Json.number(json, "smoothing", Reenactor.Builder.DEFAULT_SMOOTHING, 1));
  }

  /**
   * Reads a field of an object; the defaults if it is missing.
   *
   * @throws Problem 400 if it is no object, or as {@link #of} does
   */
  static MotionSettings in(JsonObject json, String field) {
    @Nullable JsonElement value = json.get(field);
    if (value == null || value.isJsonNull()) {
      return DEFAULT;
    }
    if (!value.isJsonObject()) {
      throw Problem.badRequest("\"%s\" must be an object".formatted(field));
    }
    return of(value.getAsJsonObject());
  }

  void applyTo(ReenactmentSession session) {
    session.change(strength, control, smoothing);
  }
}
