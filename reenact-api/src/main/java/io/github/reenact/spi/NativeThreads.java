package io.github.reenact.spi;

/**
 * How many threads each native library gets. Backends and file readers ask here, so that the shares
 * of one machine are decided in one place.
 *
 * <p>The rule: the step that takes longest, the translator, may use all processors; every other
 * step has a thread of its own beside it (see {@link io.github.reenact.ReenactmentPipeline}) and
 * gets no more, except for decoding, which of large videos may be the slowest. A processor is what
 * the Java runtime counts as one, so that the limits of a container hold for native libraries as
 * well; {@code -XX:ActiveProcessorCount} sets another number for all of them.
 *
 * <p>The detectors {@code dlib} and {@code dlib-java} have no setting: a call computes in the
 * thread that calls.
 *
 * <p>Thread-safe.
 */
public final class NativeThreads {
  /** More than this make the decoding of a video no faster, and take memory each. */
  private static final int MOST_FOR_DECODING = 4;

  private NativeThreads() {}

  /** For one operation of the translator's network: all processors. */
  public static int translator() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** For one operation of the disentangler's network: 1, one face is too little to share. */
  public static int disentangler() {
    return 1;
  }

  /** For the decoder of a video: all processors, up to 4. */
  public static int decoder() {
    return Math.min(MOST_FOR_DECODING, Runtime.getRuntime().availableProcessors());
  }

  /**
   * For the encoder of a video: 1. With more it cuts pictures into as many slices, and the file
   * would depend on the machine.
   */
  public static int encoder() {
    return 1;
  }
}
