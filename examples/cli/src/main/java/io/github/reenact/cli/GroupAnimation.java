package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.GroupSession;
import io.github.reenact.ReenactmentPipeline;
import io.github.reenact.ReenactmentStatistics;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.GroupReader;
import io.github.reenact.media.PhotoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code animate} with several faces of one photo.
 *
 * @param output the file to write
 * @param overwrite whether an existing file may be replaced
 * @param ignoreDamage whether to use what can be read of damaged drivers
 */
record GroupAnimation(Path output, boolean overwrite, boolean ignoreDamage, Feedback feedback) {
  /**
   * Writes the video, or for drivers that are all photos the picture.
   *
   * @return the number of frames
   */
  long run(GroupSession session, GroupReader drivers, boolean picture, Timings clock)
      throws IOException, InterruptedException {
    if (picture) {
      var result = session.next(drivers.next().orElseThrow());
      accept(session, drivers);
      PhotoWriter.write(result, output, Optional.of(DigitalSource.COMPOSITE), overwrite);
      return 1;
    }
    return new VideoOutput(
            "animate",
            output,
            overwrite,
            session.width(),
            session.height(),
            drivers.frameRate(),
            drivers.sound())
        .write(
            drivers.frameEstimate(),
            sink -> ReenactmentPipeline.run(session, drivers, sink),
            () -> accept(session, drivers),
            feedback,
            clock);
  }

  private void accept(GroupSession session, GroupReader drivers) throws IOException {
    for (String damage : drivers.damage()) {
      if (!ignoreDamage) {
        throw new IOException(damage + "; --ignore-damage uses the frames that could be read");
      }
      feedback.say("%s", damage);
    }
    for (int face : session.movedFaces()) {
      if (session.statistics(face).framesWithFace() == 0) {
        throw new FaceNotFoundException(
            "the driver of face %d: no face was found in any of its %d frames; take one that shows a face from the front"
                .formatted(face, session.statistics(face).frames()));
      }
    }
  }

  /** Says what was done. */
  void report(GroupSession session, String how, long frames, Timings clock) {
    double seconds = clock.seconds("frames");
    feedback.say(
        "%s: %d %s of %dx%d with %d of %d faces moved, by %s in %.1f s (%.1f frames/s)",
        output,
        frames,
        frames == 1 ? "frame" : "frames",
        session.width(),
        session.height(),
        session.movedFaces().size(),
        session.faces().size(),
        how,
        seconds,
        frames / seconds);
    for (int face : session.movedFaces()) {
      ReenactmentStatistics s = session.statistics(face);
      feedback.say(
          "face %d: driver's face seen in %.1f %% of its %d frames",
          face, 100.0 * s.framesWithFace() / s.frames(), s.frames());
      clock.add("detect and track", s.detectNanos());
      clock.add("disentangle", s.disentangleNanos());
      clock.add("render", s.renderNanos());
    }
  }
}
