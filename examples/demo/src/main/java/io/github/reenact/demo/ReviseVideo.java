package io.github.reenact.demo;

import io.github.reenact.FootageChange;
import io.github.reenact.FootageFrame;
import io.github.reenact.FootageSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.FootageReader;
import io.github.reenact.media.VideoReader;
import io.github.reenact.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The person in a video speaks as an actor does. */
public final class ReviseVideo {
  private ReviseVideo() {}

  // docs begin
  static void dub(Path video, Path actor, Path output) throws IOException {
    try (Reenactor reenactor = Reenactor.builder().build();
        VideoReader take = VideoReader.open(video);
        FootageSession session =
            reenactor.openFootage(
                () -> take.next().map(VideoReader.Frame::image), FootageChange.MOUTH);
        FootageReader frames = FootageReader.open(video, Optional.of(actor));
        VideoWriter writer =
            VideoWriter.builder(output)
                .size(frames.width(), frames.height())
                .rate(frames.frameRate())
                .open()) {
      for (Optional<FootageFrame> f = frames.next(); f.isPresent(); f = frames.next()) {
        writer.write(session.next(f.get()), f.get().seconds());
      }
      writer.finish();
    }
  }

  // docs end

  /**
   * Runs.
   *
   * @param args the video to change, the actor's, the video to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    dub(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
  }
}
