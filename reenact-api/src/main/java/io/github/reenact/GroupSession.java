package io.github.reenact;

import static java.util.Objects.requireNonNull;

import io.github.reenact.pipeline.GroupComposer;
import io.github.reenact.pipeline.PhotoPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One photo of several people who move, each by a driver of its own or several by one. Opened by
 * {@link Reenactor#openGroup}.
 *
 * <p>Each face is a {@link ReenactmentSession} of its own over the part of the photo around it, and
 * moves as it would alone; the rest of the photo costs nothing but a copy. The faces are laid over
 * each other, the larger one, which is nearer, in front. Faces without a driver stay as they are.
 *
 * <p>One frame at a time, as for {@link ReenactmentSession}; a {@link ReenactmentPipeline} has the
 * session for itself. Owns native memory: {@link #close()} frees it; {@code next} throws {@link
 * IllegalStateException} afterwards.
 */
public final class GroupSession implements AutoCloseable {
  /** A face that moves. */
  private record Member(int face, int driver, PhotoPart part, ReenactmentSession session) {}

  /** Where a face goes, from one frame of its driver on until the next; drawn once. */
  static final class Pose {
    private final PlacedFace placed;
    private @Nullable Image drawn;

    Pose(PlacedFace placed) {
      this.placed = placed;
    }

    private synchronized Image drawn(ReenactmentSession session) {
      Image image = drawn;
      if (image == null) {
        image = session.draw(placed);
        drawn = image;
      }
      return image;
    }
  }

  /** What was found of the drivers in a frame: empty where a driver holds. */
  record Tracked(List<Optional<SessionSteps.Tracked>> drivers, double seconds) {}

  private final Image photo;
  private final List<Landmarks> faces;
  private final int drivers;
  private final List<Member> members;
  private final GroupComposer composer;

  /** The current pose of each member; null before its driver's first frame. Guarded by itself. */
  private final List<@Nullable Pose> poses;

  private GroupSession(Image photo, List<Landmarks> faces, int drivers, List<Member> members) {
    this.photo = photo;
    this.faces = faces;
    this.drivers = drivers;
    this.members = members;
    this.composer = new GroupComposer(photo);
    this.poses = new ArrayList<>(Collections.nCopies(members.size(), null));
  }

  /**
   * Opens a photo.
   *
   * @param openFace opens the session of one face
   */
  static GroupSession open(
      Image photo,
      FaceDrivers drivers,
      BackendSet backends,
      Function<PersonPhotos, ReenactmentSession> openFace) {
    List<Landmarks> faces = List.copyOf(backends.detector().detectAll(photo));
    Map<Integer, Integer> driverOf = driverOf(faces, drivers);
    List<Member> members = new ArrayList<>();
    try {
      for (Map.Entry<Integer, Integer> e : driverOf.entrySet()) {
        int face = e.getKey();
        Landmarks chosen = PersonPhotos.choose(photo, faces, face);
        PhotoPart part = PhotoPart.around(chosen, photo.width(), photo.height());
        PersonPhotos person =
            PersonPhotos.inPart(photo, faces, face, part, backends.gazeEstimator());
        members.add(new Member(face, e.getValue(), part, openFace.apply(person)));
      }
      return new GroupSession(photo, faces, drivers.count(), List.copyOf(members));
    } catch (RuntimeException | Error e) {
      Resources.closeAfter(e, members.stream().map(Member::session).toList());
      throw e;
    }
  }

  /** The driver of each face that moves, in the order of the faces. */
  private static Map<Integer, Integer> driverOf(List<Landmarks> faces, FaceDrivers drivers) {
    Map<Integer, Integer> out = new TreeMap<>(drivers.byFace());
    if (drivers.others().isPresent()) {
      for (int face = 0; face < faces.size(); face++) {
        // The largest one is taken in any case: if it cannot be used, the error says why.
        if (face == 0 || PersonPhotos.isUsable(faces.get(face))) {
          out.putIfAbsent(face, drivers.others().getAsInt());
        }
      }
      out.putIfAbsent(0, drivers.others().getAsInt());
    }
    return out;
  }

  /**
   * The next frame of the result.
   *
   * @param frame a frame of each driver
   * @return a picture of {@link #width()} x {@link #height()} pixels
   * @throws IllegalArgumentException if it has another number of drivers than the session, or
   *     landmarks that are known and all lie in one point
   * @throws IllegalStateException after {@link #close()}, or while a pipeline has the session
   */
  public synchronized Image next(GroupFrame frame) {
    requireNonNull(frame, "frame");
    claim("GroupSession.next");
    try {
      return draw(place(track(frame)));
    } finally {
      release();
    }
  }

  /** As {@link ReenactmentSession#claim}, for all faces. */
  synchronized void claim(String pipeline) {
    int claimed = 0;
    try {
      for (Member m : members) {
        m.session.claim(pipeline);
        claimed++;
      }
    } finally {
      if (claimed < members.size()) {
        members.subList(0, claimed).forEach(m -> m.session.release());
      }
    }
  }

  void release() {
    members.forEach(m -> m.session.release());
  }

  /** As {@link ReenactmentSession#track}: each driver once, however many faces it moves. */
  Tracked track(GroupFrame frame) {
    if (frame.drivers().size() != drivers) {
      throw new IllegalArgumentException(
          "a frame of "
              + frame.drivers().size()
              + " drivers for a session with "
              + drivers
              + "; give one for each, or an empty one where a driver has none");
    }
    List<Optional<SessionSteps.Tracked>> found = new ArrayList<>();
    for (int d = 0; d < drivers; d++) {
      int driver = d;
      List<ReenactmentSession> moved =
          members.stream().filter(m -> m.driver == driver).map(Member::session).toList();
      boolean irises = moved.stream().anyMatch(ReenactmentSession::needsIrises);
      found.add(
          frame
              .drivers()
              .get(d)
              .filter(f -> !moved.isEmpty())
              .map(f -> SessionSteps.Tracked.of(f, moved.get(0).track(f, irises))));
    }
    return new Tracked(found, frame.seconds());
  }

  /** As {@link ReenactmentSession#place}: the poses of all members, null for one at rest. */
  List<@Nullable Pose> place(Tracked tracked) {
    synchronized (poses) {
      for (int i = 0; i < members.size(); i++) {
        Member m = members.get(i);
        int member = i;
        tracked
            .drivers
            .get(m.driver)
            .ifPresent(d -> poses.set(member, new Pose(SessionSteps.place(m.session, d))));
      }
      return Collections.unmodifiableList(new ArrayList<>(poses));
    }
  }

  /** As {@link ReenactmentSession#draw}. */
  Image draw(List<@Nullable Pose> frame) {
    List<GroupComposer.Layer> layers = new ArrayList<>();
    boolean[] moved = new boolean[faces.size()];
    for (int i = 0; i < members.size(); i++) {
      Member m = members.get(i);
      Pose pose = frame.get(i);
      if (pose != null) {
        moved[m.face] = true;
        layers.add(
            new GroupComposer.Layer(
                faces.get(m.face),
                m.part.toPhoto(pose.placed.landmarks()),
                m.part,
                Optional.of(pose.drawn(m.session))));
      }
    }
    for (int i = 0; i < moved.length; i++) {
      if (!moved[i]) {
        layers.add(GroupComposer.Layer.still(faces.get(i), photo));
      }
    }
    return composer.compose(layers);
  }

  int drawingThreads() {
    return members.stream().mapToInt(m -> m.session.drawingThreads()).min().orElse(1);
  }

  /** The photo. */
  public Image photo() {
    return photo;
  }

  /** All faces found in the photo, in its pixels, the largest first. */
  public List<Landmarks> faces() {
    return faces;
  }

  /** The numbers of the faces that move, in ascending order. */
  public List<Integer> movedFaces() {
    return members.stream().map(Member::face).toList();
  }

  /**
   * Where the last frame put a face's landmarks, in pixels of the photo; its own before.
   *
   * @throws IllegalArgumentException if the face does not move
   */
  public Landmarks shownLandmarks(int face) {
    Member m = member(face);
    return m.part.toPhoto(m.session.shownLandmarks());
  }

  /**
   * What was done so far for a face; also after {@link #close()}. Tracking counts for the first of
   * the faces that have one driver.
   *
   * @throws IllegalArgumentException if the face does not move
   */
  public ReenactmentStatistics statistics(int face) {
    return member(face).session.statistics();
  }

  /** {@link ReenactmentSession#takeAsNeutral} for all faces' drivers. */
  public void takeAsNeutral(double seconds) {
    members.forEach(m -> m.session.takeAsNeutral(seconds));
  }

  private Member member(int face) {
    return members.stream()
        .filter(m -> m.face == face)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "face " + face + " does not move; those that do are " + movedFaces()));
  }

  /** The width of every frame of the result in pixels. */
  public int width() {
    return photo.width();
  }

  /** The height of every frame of the result in pixels. */
  public int height() {
    return photo.height();
  }

  /**
   * Frees native memory, after the frames in progress if there are any. Closing again has no
   * effect.
   */
  @Override
  public void close() {
    Resources.closeAll(members.stream().map(Member::session).toList());
  }
}
