package io.github.reenact;

import io.github.reenact.ReenactmentPipeline.FrameSource;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Rotation;
import io.github.reenact.head.Shape;
import io.github.reenact.pipeline.ShotDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shots of a take: the mean of the person's face from the front in each, in radii of the face.
 * In a shot the face is followed that is the largest when the first one is found.
 *
 * @param faces by shot; empty where no frame shows a face that can be used
 */
record TakeShots(List<Optional<Landmarks>> faces) {
  TakeShots {
    faces = List.copyOf(faces);
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

  /** Follows the person of a take from frame to frame, anew in each shot. */
  static final class Follower implements AutoCloseable {
    private final BackendSet backends;
    private final ShotDetector cuts = new ShotDetector();
    private @Nullable DriverTracker tracker;
    private int shot = -1;

    Follower(BackendSet backends) {
      this.backends = backends;
    }

    /** The face in the next frame, if it can be used. */
    TrackedFace next(Image frame, boolean needsIrises) {
      DriverTracker t = tracker;
      if (cuts.next(frame) || t == null) {
        shot++;
        close();
        t = new DriverTracker(backends, 0);
        tracker = t;
      }
      TrackedFace seen = t.next(frame, needsIrises);
      return new TrackedFace(seen.landmarks().filter(PersonPhotos::isUsable), seen.irises());
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
    Mean mean = new Mean();
    long frames = 0;
    try (Follower follower = new Follower(backends)) {
      for (Optional<? extends Image> f = take.next(); f.isPresent(); f = take.next()) {
        frames++;
        TrackedFace seen = follower.next(f.get(), false);
        if (follower.shot() > faces.size()) {
          faces.add(mean.face());
          mean = new Mean();
        }
        seen.landmarks().ifPresent(mean::add);
      }
    }
    faces.add(mean.face());
    if (faces.stream().allMatch(Optional::isEmpty)) {
      throw new FaceNotFoundException(
          "no face was found in any of the %d frames; take a video that shows a face of %d pixels or more from the front"
              .formatted(frames, ReenactmentSession.MIN_FACE_SIZE));
    }
    return new TakeShots(faces);
  }

  /** The person's face in a shot; of one that was not looked through, the last one's. */
  Optional<Landmarks> face(int shot) {
    return faces.get(Math.min(shot, faces.size() - 1));
  }
}
