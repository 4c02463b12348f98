package io.github.reenact.cli;

import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.media.FrameRate;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A video on its way into its file, with progress and notes.
 *
 * @param task for the progress, a word
 * @param file to write
 * @param overwrite whether an existing file may be replaced
 * @param width of the frames in pixels
 * @param height of the frames in pixels
 * @param rate of the frames
 * @param sound the file whose sound goes with it, if any
 */
record VideoOutput(
    String task,
    Path file,
    boolean overwrite,
    int width,
    int height,
    FrameRate rate,
    Optional<Path> sound) {
  /** Makes the frames. */
  interface Frames {
    /** Gives all to the sink; when this returns or throws, no thread uses the sink any more. */
    ReenactmentPipeline.Statistics into(ReenactmentPipeline.Sink<IOException> sink)
        throws IOException, InterruptedException;
  }

  /** Refuses what is not to be delivered. */
  interface Check {
    void accept() throws IOException;
  }

  /**
   * Writes all frames; if anything throws, there is no file.
   *
   * @param estimate of their number, 0 if there is none
   * @param check is asked when all frames are made
   * @return the number of frames
   */
  long write(long estimate, Frames frames, Check check, Feedback feedback, Timings clock)
      throws IOException, InterruptedException {
    VideoWriter.Builder settings =
        VideoWriter.builder(file).size(width, height).rate(rate).overwrite(overwrite);
    sound.ifPresent(settings::audioFrom);
    try (VideoWriter writer = settings.open()) {
      if (writer.width() < width) {
        feedback.say(
            "%dx%d is more than H.264 can hold; the video has %dx%d",
            width, height, writer.width(), writer.height());
      }
      try (Progress progress = feedback.progress(task, "frames", estimate)) {
        ReenactmentPipeline.Statistics done =
            frames.into(
                (frame, seconds) -> {
                  writer.write(frame, seconds);
                  progress.step();
                });
        clock.add("decode", done.sourceNanos());
        clock.add("encode", done.sinkNanos());
      }
      check.accept();
      long start = System.nanoTime();
      writer.finish();
      clock.add("encode", System.nanoTime() - start);
      writer.audioProblem().ifPresent(problem -> feedback.say("%s", problem));
      return writer.framesWritten();
    }
  }
}
