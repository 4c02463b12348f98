package io.github.reenact.media;

/**
 * The size of a video for pictures of a given size.
 *
 * @param sourceWidth of the pictures
 * @param sourceHeight of the pictures
 * @param evenWidth of the pictures with their last column repeated as H.264 needs
 * @param evenHeight of the pictures with their last row repeated as H.264 needs
 * @param width of the video: the even one, or smaller
 * @param height of the video: the even one, or smaller
 */
record VideoSize(
    int sourceWidth, int sourceHeight, int evenWidth, int evenHeight, int width, int height) {
  /** The encoder knows no smaller side. */
  private static final int SMALLEST = 16;

  /** Level 5.2 also bounds a side to sqrt(8 * 36864) blocks. */
  private static final double LONGEST = 8688;

  static VideoSize of(int width, int height) {
    int evenWidth = Math.max(SMALLEST, width + width % 2);
    int evenHeight = Math.max(SMALLEST, height + height % 2);
    double scale =
        Math.min(
            1,
            Math.min(
                Math.sqrt(VideoWriter.MAX_PIXELS / ((double) evenWidth * evenHeight)),
                LONGEST / Math.max(evenWidth, evenHeight)));
    return new VideoSize(
        width,
        height,
        evenWidth,
        evenHeight,
        scale == 1 ? evenWidth : wholeBlocks(width * scale),
        scale == 1 ? evenHeight : wholeBlocks(height * scale));
  }

  private static int wholeBlocks(double side) {
    return Math.max(SMALLEST, (int) side / 16 * 16);
  }
}
