package io.github.reenact.warp;

import io.github.reenact.FacePart;
import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.head.SmoothStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Photos of one person, all brought into the frame of the first: scaled and moved so that the faces
 * have one place and size, and laid over the first so that only the head is another. So any of them
 * can be warped to the landmarks of a frame, the nearest one needs the least warping, and the
 * background does not change with the photo (ours).
 *
 * <p>Immutable and thread-safe.
 */
public final class PhotoSet {
  /** At most so many photos: each takes as much memory as the first. */
  public static final int MAX_PHOTOS = 16;

  /** Half axes of a head's ellipse, and how far its centre lies above the landmarks', in radii. */
  private static final double HALF_WIDTH = 1.7;

  private static final double HALF_HEIGHT = 2.1;
  private static final double RISE = 0.45;

  /** Where the ellipse has faded out, in half axes. */
  private static final double EDGE = 1.3;

  /** A photo takes part from this ratio of the nearest photo's distance to its own on. */
  private static final double BAND = 0.85;

  /** Lids and lips count so much more than other points: no warp opens what is closed. */
  private static final double OPENING_WEIGHT = 4;

  private final List<Landmarks> landmarks;
  private final List<Irises> irises;
  private final List<Pixels> pixels;
  private final List<HeadWarp> warps;

  private PhotoSet(List<FacePhoto> photos) {
    landmarks = photos.stream().map(FacePhoto::landmarks).toList();
    irises = photos.stream().map(FacePhoto::irises).toList();
    pixels = photos.stream().map(p -> Pixels.of(p.photo())).toList();
    warps =
        photos.stream()
            .map(p -> new HeadWarp(p.landmarks(), p.photo().width(), p.photo().height()))
            .toList();
  }

  /**
   * Brings photos into the frame of the first.
   *
   * @param photos 1 to {@value #MAX_PHOTOS}
   * @throws IllegalArgumentException if there are none or more
   */
  public static PhotoSet of(List<FacePhoto> photos) {
    checkCount(photos.size());
    FacePhoto first = photos.get(0);
    List<FacePhoto> aligned = new ArrayList<>(List.of(first));
    photos.stream().skip(1).map(p -> align(p, first)).forEach(aligned::add);
    return new PhotoSet(aligned);
  }

  /**
   * Checks how many photos there are, before anything is done with them.
   *
   * @throws IllegalArgumentException if there are none, or more than {@value #MAX_PHOTOS}
   */
  public static void checkCount(int photos) {
    if (photos < 1 || photos > MAX_PHOTOS) {
      throw new IllegalArgumentException(
          photos + " photos of a person; it takes 1 to " + MAX_PHOTOS);
    }
  }

  private static FacePhoto align(FacePhoto p, FacePhoto first) {
    Landmarks from = p.landmarks();
    Landmarks to = first.landmarks();
    int w = first.photo().width();
    int h = first.photo().height();
    double step = Math.max(from.radius(), 1e-6) / Math.max(to.radius(), 1e-6);
    double x = from.centerX() - step * to.centerX();
    double y = from.centerY() - step * to.centerY();
    byte[] rgb = new byte[w * h * 3];
    Flow.still().sample(Pixels.of(p.photo()), x, y, step, w, h, rgb);
    byte[] own = first.photo().toRgb();
    for (int j = 0, o = 0; j < h; j++) {
      double py = y + j * step;
      for (int i = 0; i < w; i++, o += 3) {
        double px = x + i * step;
        boolean inside =
            px >= 0 && py >= 0 && px <= p.photo().width() - 1 && py <= p.photo().height() - 1;
        double share = inside ? head(to, i, j) : 0;
        for (int c = o; c < o + 3; c++) {
          rgb[c] = (byte) Math.round((rgb[c] & 255) * share + (own[c] & 255) * (1 - share));
        }
      }
    }
    Similarity toFirst = new Similarity(1 / step, 0, -x / step, -y / step);
    return new FacePhoto(
        Image.wrap(w, h, rgb), from.transform(toFirst), p.irises().transform(toFirst));
  }

  /** 1 within the ellipse of a head with these landmarks, 0 well outside of it. */
  private static double head(Landmarks face, int x, int y) {
    double r = Math.max(face.radius(), 1e-6);
    double u = (x - face.centerX()) / (HALF_WIDTH * r);
    double v = (y - face.centerY() + RISE * r) / (HALF_HEIGHT * r);
    return SmoothStep.of((EDGE - Math.hypot(u, v)) / (EDGE - 1));
  }

  /** How many photos there are. */
  public int count() {
    return landmarks.size();
  }

  /** The landmarks of a photo in the frame of the first. */
  public Landmarks landmarks(int index) {
    return landmarks.get(index);
  }

  /** The irises of a photo in the frame of the first. */
  public Irises irises(int index) {
    return irises.get(index);
  }

  /** A photo in the frame of the first, and of its size. */
  public Pixels pixels(int index) {
    return pixels.get(index);
  }

  /** The warp of {@link #pixels}. */
  public HeadWarp warp(int index) {
    return warps.get(index);
  }

  /**
   * Renders a frame from the photo whose landmarks are the most like the frame's, whatever their
   * place, size and in-plane rotation. Where others are nearly as like, from all of these, so that
   * a film does not jump from one photo to the next.
   *
   * @param target the frame's landmarks, in pixels of the first photo
   * @param render makes the frame from one photo; all are of one size
   */
  public Image render(Landmarks target, IntFunction<Image> render) {
    double[] shares = shares(target);
    int sole = -1;
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] == 1) {
        sole = k;
      }
    }
    if (sole >= 0) {
      return render.apply(sole);
    }
    byte @Nullable [] sum = null;
    double counted = 0;
    int width = 0;
    int height = 0;
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] > 0) {
        Image image = render.apply(k);
        counted += shares[k];
        if (sum == null) {
          sum = image.toRgb();
          width = image.width();
          height = image.height();
        } else {
          add(sum, image.pixels(), (int) Math.round(256 * shares[k] / counted));
        }
      }
    }
    if (sum == null) {
      throw new IllegalStateException("no photo takes part");
    }
    return Image.wrap(width, height, sum);
  }

  /** Mixes a picture into another one, with a share of so many 256ths. */
  private static void add(byte[] to, ByteBuffer picture, int share) {
    for (int i = 0; i < to.length; i++) {
      int old = to[i] & 255;
      to[i] = (byte) (old + ((((picture.get(i) & 255) - old) * share + 128) >> 8));
    }
  }

  /** How much each photo counts for a frame; sums to 1. Without jumps in the landmarks. */
  double[] shares(Landmarks target) {
    double[] out = new double[count()];
    if (out.length == 1) {
      out[0] = 1;
      return out;
    }
    double nearest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < out.length; k++) {
      out[k] = distance(target, landmarks.get(k));
      nearest = Math.min(nearest, out[k]);
    }
    double sum = 0;
    for (int k = 0; k < out.length; k++) {
      double ratio = out[k] > 0 ? nearest / out[k] : 1;
      out[k] = SmoothStep.of((ratio - BAND) / (1 - BAND));
      sum += out[k];
    }
    for (int k = 0; k < out.length; k++) {
      out[k] /= sum;
    }
    return out;
  }

  /** In radii of the photo's face. */
  private static double distance(Landmarks target, Landmarks photo) {
    if (!(target.radius() > 1e-6) || !(photo.radius() > 1e-6)) {
      return 1;
    }
    Landmarks moved = target.transform(Similarity.fit(target, photo));
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double dx = moved.x(i) - photo.x(i);
      double dy = moved.y(i) - photo.y(i);
      double weight = i >= FacePart.LEFT_EYE.first() ? OPENING_WEIGHT : 1;
      sum += weight * (dx * dx + dy * dy);
      weights += weight;
    }
    return Math.sqrt(sum / weights) / photo.radius();
  }
}
