package io.github.reenact.cli;

import io.github.reenact.FootageFrame;
import io.github.reenact.FootageSession;
import io.github.reenact.Image;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.media.EditTimeline;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.SegmentedWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
  /**
   * Makes all frames that are missing.
   *
   * @return how many of all frames were changed
   */
  long run() throws IOException, InterruptedException {
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
    long missing = Math.max(0, frames.frameEstimate() - done);
    Tally tally = new Tally(writer.tallyDone());
    long made;
    try (Progress progress = feedback.progress("revise", "frames", missing)) {
      made =
          ReenactmentPipeline.<IOException>run(
                  session,
                  () -> tally.expect(next()),
                  (frame, seconds) -> {
                    writer.write(frame, seconds, tally.see(frame));
                    progress.step();
                  })
              .frames();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    feedback.say(
        "%d frames of %dx%d, %d of them changed, %d in %.1f s (%.1f frames/s)",
        done + made, frames.width(), frames.height(), tally.changed, made, seconds, made / seconds);
    return tally.changed;
  }

  private Optional<FootageFrame> next() throws IOException {
    return frames.next().map(f -> f.with(edits.at(f.seconds())));
  }

  /** Counts the frames that were changed, in the order in which they are written. */
  private static final class Tally {
    private final Queue<Image> underway = new ConcurrentLinkedQueue<>();
    private long changed;

    Tally(long changed) {
      this.changed = changed;
    }

    Optional<FootageFrame> expect(Optional<FootageFrame> frame) {
      frame.ifPresent(f -> underway.add(f.take()));
      return frame;
    }

    @SuppressWarnings("ReferenceEquality") // what is not changed is the very same
    long see(Image written) {
      changed += underway.remove() == written ? 0 : 1;
      return changed;
    }
  }
}
