package io.github.reenact;

/**
 * What a {@link ReenactmentSession} has done so far. {@code framesWithFace + framesHeld +
 * framesFaded + framesUnmoved = frames}.
 *
 * @param frames rendered
 * @param framesWithFace frames in which the driver's face was seen
 * @param framesHeld frames without it, for which the last motion was held
 * @param framesFaded frames without it for so long that the photo's own pose came back
 * @param framesUnmoved frames before the driver's face was ever seen: the photo's own pose
 * @param openNanos time taken by analysing the photo: detection, identity, and the portrait
 * @param detectNanos time taken by finding and following the driver's face, all frames together
 * @param disentangleNanos time taken by smoothing and by the transfer of motion, all frames
 * @param renderNanos time taken by the translator, all frames together
 */
public record ReenactmentStatistics(
    long frames,
    long framesWithFace,
    long framesHeld,
    long framesFaded,
    long framesUnmoved,
    long openNanos,
    long detectNanos,
    long disentangleNanos,
    long renderNanos) {

  /** Frames in which the driver's face was not seen. */
  public long framesWithoutFace() {
    return frames - framesWithFace;
  }
}
