package io.github.reenact;

import io.github.reenact.ReenactmentPipeline.FrameSource;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Rotation;
import io.github.reenact.head.Shape;
import io.github.reenact.pipeline.ShotDetector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The shots of a take: the mean of the person's face from the front in each, in radii of the face.
 * In a shot the face is followed that is the largest when the first one is found.
 *
 * <p>The landmarks of each frame are kept until the frame comes again, so that they are detected
 * once: about 620 bytes a frame, 56 MB for an hour at 25 frames a second.
 *
 * <p>Not thread-safe.
 */
final class TakeShots {
  /** By shot; empty where no frame shows a face that can be used. */
  private final List<Optional<Landmarks>> faces;

  private final Queue<Seen> frames;

  private TakeShots(List<Optional<Landmarks>> faces, Queue<Seen> frames) {
    this.faces = faces;
    this.frames = frames;
  }

  /** The mean of the faces of one shot. */
  private static final class Mean {
    private final double[] sum = new double[2 * Landmarks.COUNT];
    private int count;

    void add(Landmarks face) {
      Shape front = HeadShape.turned(face, HeadShape.pose(face), Rotation.inPlane(0));
      double[] xy = front.normalized().toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += xy[i];
      }
      count++;
    }

    Optional<Landmarks> face() {
      return count == 0
          ? Optional.empty()
          : Optional.of(Shape.of(sum).times(1.0 / count).toLandmarks());
    }
  }

  /**
   * What the first pass saw in a frame.
   *
   * @param hash of the picture
   * @param face the person's, if it can be used
   */
  private record Seen(int hash, Optional<Landmarks> face) {}

  /**
   * Follows the person of a take from frame to frame, anew in each shot. What the first pass saw is
   * taken from it; from the first frame on that is another than the first pass had in that place,
   * faces are detected.
   */
  static final class Follower implements AutoCloseable {
    private final BackendSet backends;
    private final Queue<Seen> known;
    private final ShotDetector cuts = new ShotDetector();
    private @Nullable LandmarkTracker tracker;
    private int shot = -1;

    private Follower(BackendSet backends, Queue<Seen> known) {
      this.backends = backends;
      this.known = known;
    }

    /** The face in the next frame, if it can be used. */
    Optional<Landmarks> next(Image frame) {
      if (cuts.next(frame)) {
        shot++;
        close();
        tracker = null;
      }
      Seen seen = known.poll();
      if (seen != null && seen.hash == frame.hashCode()) {
        return seen.face;
      }
      known.clear();
      LandmarkTracker t = tracker;
      if (t == null) {
        t = backends.detector().track(0);
        tracker = t;
      }
      return t.next(frame).filter(PersonPhotos::isUsable);
    }

    /** The number of the shot that the last frame is of, from 0. */
    int shot() {
      return shot;
    }

    @Override
    public void close() {
      if (tracker != null) {
        tracker.close();
      }
    }
  }

  /**
   * Looks through a whole take.
   *
   * @throws FaceNotFoundException if no frame shows a face that can be used
   */
  static <X extends Exception> TakeShots find(FrameSource<Image, X> take, BackendSet backends)
      throws X {
    List<Optional<Landmarks>> faces = new ArrayList<>();
    Queue<Seen> frames = new ArrayDeque<>();
    Mean mean = new Mean();
    try (Follower follower = new Follower(backends, new ArrayDeque<>())) {
      for (Optional<? extends Image> f = take.next(); f.isPresent(); f = take.next()) {
        Optional<Landmarks> face = follower.next(f.get());
        frames.add(new Seen(f.get().hashCode(), face));
        if (follower.shot() > faces.size()) {
          faces.add(mean.face());
          mean = new Mean();
        }
        face.ifPresent(mean::add);
      }
    }
    faces.add(mean.face());
    if (faces.stream().allMatch(Optional::isEmpty)) {
      throw new FaceNotFoundException(
          "no face was found in any of the %d frames; take a video that shows a face of %d pixels or more from the front"
              .formatted(frames.size(), ReenactmentSession.MIN_FACE_SIZE));
    }
    return new TakeShots(faces, frames);
  }

  /** Goes through the take once more, from its first frame on; to be called once. */
  Follower follower(BackendSet backends) {
    return new Follower(backends, frames);
  }

  /** The person's face in a shot; of one that was not looked through, the last one's. */
  Optional<Landmarks> face(int shot) {
    return faces.get(Math.min(shot, faces.size() - 1));
  }
}
