package io.github.reenact.cli;

import io.github.reenact.FootageFrame;
import io.github.reenact.FootageSession;
import io.github.reenact.Image;
import io.github.reenact.media.EditTimeline;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.SegmentedWriter;
import java.io.IOException;
import java.util.Optional;

/**
 * The frames of a take on their way through a session into segments; those that an earlier run has
 * made are only followed.
 *
 * @param edits over the time of the take
 */
record Revision(
    FootageSession session,
    FootageReader frames,
    EditTimeline edits,
    SegmentedWriter writer,
    Feedback feedback) {
  /** Makes all frames that are missing. */
  void run() throws IOException, InterruptedException {
    long done = writer.framesDone();
    if (done > 0) {
      feedback.say("%d frames are complete from an earlier run", done);
      try (Progress progress = feedback.progress("follow", "frames", done)) {
        for (long n = 0; n < done; n++) {
          session.follow(next().orElseThrow(() -> new IOException("the video has become shorter")));
          progress.stepOrStop();
        }
      }
    }
    long start = System.nanoTime();
    long made = 0;
    long missing = Math.max(0, frames.frameEstimate() - done);
    try (Progress progress = feedback.progress("revise", "frames", missing)) {
      for (Optional<FootageFrame> f = next(); f.isPresent(); f = next()) {
        Image out = session.next(f.get());
        writer.write(out, f.get().seconds(), writer.tallyDone() + session.framesChanged());
        made++;
        progress.stepOrStop();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    feedback.say(
        "%d frames of %dx%d, %d of them changed, %d in %.1f s (%.1f frames/s)",
        done + made,
        frames.width(),
        frames.height(),
        writer.tallyDone() + session.framesChanged(),
        made,
        seconds,
        made / seconds);
  }

  private Optional<FootageFrame> next() throws IOException {
    return frames.next().map(f -> f.with(edits.at(f.seconds())));
  }
}
