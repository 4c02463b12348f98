package io.github.reenact.demo;

import io.github.reenact.Image;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.DigitalSource;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.PhotoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pictures in, pictures out, one after the other: needs no more than the library itself. */
public final class ReenactFrames {
  private ReenactFrames() {}

  // README begin
  static List<Image> reenact(Image photo, List<Image> drivingFrames) {
    List<Image> frames = new ArrayList<>();
    try (Reenactor reenactor = Reenactor.builder().build();
        ReenactmentSession session = reenactor.open(photo)) {
      for (Image drivingFrame : drivingFrames) {
        frames.add(session.next(drivingFrame));
      }
    }
    return frames;
  }

  // README end

  /**
   * Runs.
   *
   * @param args the photo, the folder for the frames, then driving pictures
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    List<Image> drivingFrames = new ArrayList<>();
    for (String driving : List.of(args).subList(2, args.length)) {
      drivingFrames.add(PhotoReader.read(Path.of(driving)));
    }
    int number = 0;
    for (Image frame : reenact(PhotoReader.read(Path.of(args[0])), drivingFrames)) {
      Path file = Path.of(args[1]).resolve("%05d.png".formatted(number++));
      PhotoWriter.write(frame, file, Optional.of(DigitalSource.COMPOSITE), false);
    }
  }
}
