package io.github.reenact.cli;

import io.github.reenact.FaceNotFoundException;
import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.LandmarkDetector;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.media.FaceFile;
import io.github.reenact.media.PhotoReader;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The photos of the person to move: those that were named, and frames of the videos among them,
 * evenly spread.
 */
final class SourcePhotos {
  /** Of a video, at most so many frames. */
  static final int FRAMES_OF_A_VIDEO = 8;

  /** One named file. */
  private record Source(Path file, boolean isVideo, List<Image> pictures) {}

  private final List<Source> sources = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private final Optional<Landmarks> landmarks;

  private SourcePhotos(Optional<Landmarks> landmarks) {
    this.landmarks = landmarks;
  }

  /**
   * Reads all files.
   *
   * @param landmarks of the face in the first one, if they are known
   * @param ignoreDamage whether to use what can be read of a damaged video
   * @throws IOException if one is neither photo nor video, or damaged, or the landmarks are of a
   *     video
   */
  static SourcePhotos read(List<Path> files, Optional<Path> landmarks, boolean ignoreDamage)
      throws IOException {
    SourcePhotos out =
        new SourcePhotos(
            landmarks.isEmpty() ? Optional.empty() : Optional.of(FaceFile.read(landmarks.get())));
    for (Path file : files) {
      out.sources.add(out.read(file, ignoreDamage));
    }
    if (landmarks.isPresent() && out.sources.get(0).isVideo) {
      throw new IOException(
          "--source "
              + files.get(0)
              + " is a video; --source-landmarks are of a photo: name one, or leave them out");
    }
    return out;
  }

  private Source read(Path file, boolean ignoreDamage) throws IOException {
    // What ImageIO knows is read by it alone: its messages say more of a damaged photo.
    if (PhotoReader.isPhoto(file)) {
      return new Source(file, false, List.of(PhotoReader.read(file)));
    }
    try (VideoReader reader = VideoReader.open(file)) {
      List<Image> kept = new ArrayList<>();
      long every = 1;
      for (long n = 0; ; n++) {
        Optional<VideoReader.Frame> frame = reader.next();
        if (frame.isEmpty()) {
          break;
        }
        if (n % every == 0) {
          kept.add(frame.get().image());
        }
        // However long it is, only so many frames are held, and these are evenly spread.
        if (kept.size() == 2 * FRAMES_OF_A_VIDEO) {
          for (int i = kept.size() - 1; i > 0; i -= 2) {
            kept.remove(i);
          }
          every *= 2;
        }
      }
      Optional<String> problem = reader.damage();
      if (problem.isPresent() && !ignoreDamage) {
        throw new IOException(
            "--source %s; --ignore-damage uses the %d frames that could be read"
                .formatted(problem.get(), reader.framesDelivered()));
      }
      problem.ifPresent(damage::add);
      List<Image> chosen = new ArrayList<>();
      int count = Math.min(kept.size(), FRAMES_OF_A_VIDEO);
      for (int i = 0; i < count; i++) {
        chosen.add(kept.get(i * kept.size() / count));
      }
      return new Source(file, !reader.isPhoto(), chosen);
    }
  }

  /**
   * The one photo that was named.
   *
   * @throws IOException if it is a video
   */
  Image only() throws IOException {
    Source source = sources.get(0);
    if (source.isVideo) {
      throw new IOException(
          "--source " + source.file + " is a video; several faces move in one photo: name a photo");
    }
    return source.pictures.get(0);
  }

  /** The first photo with its landmarks, if these are known. */
  Optional<FacePhoto> knownFace() {
    return landmarks.map(l -> new FacePhoto(sources.get(0).pictures.get(0), l));
  }

  /** What is wrong with the videos, a sentence for each that is damaged. */
  List<String> damage() {
    return List.copyOf(damage);
  }

  /**
   * The pictures to open, the first of which moves. Of a video the frames that show no face large
   * enough are left out; a photo without one is for {@link io.github.reenact.Reenactor#open} to
   * refuse.
   *
   * @throws FaceNotFoundException if a video shows none in any of the frames looked at
   */
  List<Image> withFaces(LandmarkDetector detector) {
    List<Image> out = new ArrayList<>();
    for (Source source : sources) {
      int before = out.size();
      for (Image picture : source.pictures) {
        if (!source.isVideo || showsAFace(picture, detector)) {
          out.add(picture);
        }
      }
      if (out.size() == before) {
        throw new FaceNotFoundException(
            "--source %s: no face was found in any of %d frames spread over it; take a video that shows it from the front, upright and well lit"
                .formatted(source.file, source.pictures.size()));
      }
    }
    return out;
  }

  private static boolean showsAFace(Image picture, LandmarkDetector detector) {
    return detector.detectAll(picture).stream()
        .findFirst()
        .filter(
            f ->
                f.size() >= ReenactmentSession.MIN_FACE_SIZE && !LandmarkDisentangler.isMirrored(f))
        .isPresent();
  }
}
