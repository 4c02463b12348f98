package io.github.reenact;

import static io.github.reenact.ReenactmentSession.MIN_FACE_SIZE;

import io.github.reenact.pipeline.FaceCrop;
import io.github.reenact.pipeline.PhotoPart;
import io.github.reenact.warp.PhotoSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The photos of one person that a session is opened with, and the faces found in them.
 *
 * @param faces all faces in the first photo, in its pixels, the largest first
 * @param face which of them is the person's
 * @param photos what is moved, the first photo or the square cut from it, and the other photos
 */
record PersonPhotos(List<Landmarks> faces, int face, List<FacePhoto> photos) {
  /**
   * Finds the person's face in all photos.
   *
   * @param face which face in the first one: 0 is the largest
   * @throws FaceNotFoundException if a photo shows no face that can be worked with
   * @throws IllegalArgumentException if {@code face} is not less than the number of faces
   */
  static PersonPhotos find(List<Image> photos, int face, Framing framing, BackendSet backends) {
    Image photo = photos.get(0);
    List<Landmarks> faces = List.copyOf(backends.detector().detectAll(photo));
    FacePhoto chosen = new FacePhoto(photo, choose(photo, faces, face));
    return new PersonPhotos(
        faces, face, all(chosen, photos.subList(1, photos.size()), framing, backends));
  }

  /**
   * A face that is known, and the largest ones of other photos.
   *
   * @throws FaceNotFoundException if a face cannot be worked with
   * @throws IllegalArgumentException if the known face's centre lies outside of its photo, or there
   *     are too many photos
   */
  static PersonPhotos known(
      FacePhoto first, List<Image> others, Framing framing, BackendSet backends) {
    PhotoSet.checkCount(1 + others.size());
    Image photo = first.photo();
    List<Landmarks> faces = List.of(first.landmarks());
    Landmarks face = choose(photo, faces, 0);
    if (!(face.centerX() >= 0
        && face.centerX() < photo.width()
        && face.centerY() >= 0
        && face.centerY() < photo.height())) {
      throw new IllegalArgumentException(
          "the landmarks' centre (%.0f, %.0f) lies outside of the photo of %dx%d pixels; give them in pixels of this photo"
              .formatted(face.centerX(), face.centerY(), photo.width(), photo.height()));
    }
    return new PersonPhotos(faces, 0, all(first, others, framing, backends));
  }

  /** The first photo or the square cut from it, and the other photos, with their faces' irises. */
  private static List<FacePhoto> all(
      FacePhoto first, List<Image> others, Framing framing, BackendSet backends) {
    Optional<GazeEstimator> gazeEstimator = backends.gazeEstimator();
    FacePhoto picture = first;
    if (framing == Framing.CROP) {
      Image photo = first.photo();
      FaceCrop crop = FaceCrop.around(first.landmarks(), photo.width(), photo.height());
      Similarity toCrop = Similarity.scaleThenMove(1, -crop.x(), -crop.y());
      picture =
          new FacePhoto(
              photo.crop(crop.x(), crop.y(), crop.side(), crop.side()),
              first.landmarks().transform(toCrop),
              first.irises().transform(toCrop));
    }
    List<FacePhoto> out = new ArrayList<>();
    out.add(
        picture.irises().equals(Irises.NONE)
            ? withIrises(picture.photo(), picture.landmarks(), gazeEstimator)
            : picture);
    for (int k = 0; k < others.size(); k++) {
      out.add(other(others.get(k), k + 1, backends.detector(), gazeEstimator));
    }
    return List.copyOf(out);
  }

  /** What is moved. */
  FacePhoto first() {
    return photos.get(0);
  }

  /** The face in the photos that only add to the first one. */
  List<Landmarks> others() {
    return photos.stream().skip(1).map(FacePhoto::landmarks).toList();
  }

  /** One of the photos after the first, with its largest face. */
  private static FacePhoto other(
      Image photo, int index, LandmarkDetector detector, Optional<GazeEstimator> gazeEstimator) {
    try {
      return withIrises(photo, choose(photo, detector.detectAll(photo), 0), gazeEstimator);
    } catch (FaceNotFoundException e) {
      throw new FaceNotFoundException(
          "photo " + (index + 1) + " of the person: " + e.getMessage(), e);
    }
  }

  private static FacePhoto withIrises(
      Image photo, Landmarks face, Optional<GazeEstimator> gazeEstimator) {
    return new FacePhoto(
        photo, face, gazeEstimator.map(g -> g.find(photo, face)).orElse(Irises.NONE));
  }

  /**
   * One face of several in a photo, and the part of the photo in which it moves.
   *
   * @param faces all faces in the photo
   * @param face which of them
   */
  static PersonPhotos inPart(
      Image photo,
      List<Landmarks> faces,
      int face,
      PhotoPart part,
      Optional<GazeEstimator> gazeEstimator) {
    FacePhoto moved = withIrises(part.of(photo), part.toPart(faces.get(face)), gazeEstimator);
    return new PersonPhotos(faces, face, List.of(moved));
  }

  /** Whether {@link #choose} would take a face. */
  static boolean isUsable(Landmarks face) {
    return face.size() >= MIN_FACE_SIZE && !LandmarkDisentangler.isMirrored(face);
  }

  /** The face with a number, if it can be worked with. */
  static Landmarks choose(Image photo, List<Landmarks> faces, int face) {
    if (faces.isEmpty()) {
      throw new FaceNotFoundException(
          "no face was found in the photo of "
              + photo.width()
              + "x"
              + photo.height()
              + " pixels; take one that shows a face from the front, upright and well lit");
    }
    if (face >= faces.size()) {
      throw new IllegalArgumentException(
          "face "
              + face
              + " of the photo was asked for, which shows "
              + faces.size()
              + (faces.size() == 1 ? " face" : " faces")
              + ", numbered from 0, the largest");
    }
    Landmarks chosen = faces.get(face);
    if (!(chosen.size() >= MIN_FACE_SIZE)) {
      throw new FaceNotFoundException(
          "face %d of the photo is %.0f pixels large; at least %d are needed: take a larger photo"
              .formatted(face, chosen.size(), MIN_FACE_SIZE));
    }
    if (LandmarkDisentangler.isMirrored(chosen)) {
      throw new FaceNotFoundException(
          "face "
              + face
              + " of the photo was found with left and right swapped, which is no face; take a photo"
              + " that shows it from the front, or if the detector numbers landmarks from the other"
              + " side, renumber them with Landmarks.swapSides()");
    }
    return chosen;
  }
}
