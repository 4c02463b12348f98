package io.github.reenact.spark;

import io.github.reenact.Framing;
import io.github.reenact.MotionMode;
import io.github.reenact.Reenactor;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How all jobs are rendered.
 *
 * @param strength by what the motion is multiplied, 0 to 4
 * @param smoothing of the landmarks over time, 0 to 1
 * @param disentangler null for the best that is there
 * @param translator null for the best that is there
 * @param detector what finds faces
 */
record AnimationSettings(
    MotionMode motion,
    Framing framing,
    double strength,
    double smoothing,
    @Nullable String disentangler,
    @Nullable String translator,
    Models.Choice detector)
    implements Serializable {

  /** The reenactor that they describe; loads the models. */
  Reenactor open() {
    Reenactor.Builder builder =
        Reenactor.builder().motion(motion).framing(framing).strength(strength).smoothing(smoothing);
    if (detector.name() != null) {
      builder.detector(detector.name());
    }
    detector.file().ifPresent(builder::landmarkModel);
    if (disentangler != null) {
      builder.disentangler(disentangler);
    }
    if (translator != null) {
      builder.translator(translator);
    }
    return builder.build();
  }

  /** What the videos depend on, as a line of JSON. */
  String describe() {
    return ("{\"format\":\"reenact-videos\",\"version\":1,\"motion\":\"%s\",\"framing\":\"%s\","
            + "\"strength\":%s,\"smoothing\":%s,\"disentangler\":\"%s\",\"translator\":\"%s\","
            + "\"detector\":\"%s\"}\n")
        .formatted(
            motion,
            framing,
            strength,
            smoothing,
            orBest(disentangler),
            orBest(translator),
            orBest(detector.name()));
  }

  private static String orBest(@Nullable String name) {
    return name == null ? "best" : name;
  }
}
