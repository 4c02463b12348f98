package io.github.reenact.demo;

import io.github.reenact.Image;
import io.github.reenact.LiveReenactment;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.PhotoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A camera's pictures in, frames to a screen out: what would be shown too late is left out. */
public final class ReenactLive {
  private ReenactLive() {}

  // README begin
  static LiveReenactment.Statistics live(
      Image photo, Iterable<Image> camera, Consumer<Image> screen) {
    var options =
        LiveReenactment.Options.of(frame -> screen.accept(frame.image()))
            .withLatencyBound(Duration.ofMillis(120));
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(photo);
        LiveReenactment live = LiveReenactment.open(session, options)) {
      long start = System.nanoTime();
      for (Image picture : camera) {
        live.push(picture, (System.nanoTime() - start) / 1e9);
      }
      return live.statistics();
    }
  }

  // README end

  /**
   * Runs with one picture as the camera's, over and over, as fast as it can be pushed, and prints
   * how many frames were shown and left out.
   *
   * @param args the photo, the camera's picture, how often to push it
   * @throws IOException if a picture cannot be read
   */
  public static void main(String[] args) throws IOException {
    Image picture = PhotoReader.read(Path.of(args[1]));
    Iterable<Image> camera =
        () -> Stream.generate(() -> picture).limit(Long.parseLong(args[2])).iterator();
    System.out.println(live(PhotoReader.read(Path.of(args[0])), camera, frame -> {}));
  }
}
