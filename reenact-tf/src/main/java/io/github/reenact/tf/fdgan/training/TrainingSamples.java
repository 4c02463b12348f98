package io.github.reenact.tf.fdgan.training;

import io.github.reenact.FacePart;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.head.RelativeIrises;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.warp.HeadWarp;
import io.github.reenact.warp.IrisWarp;
import io.github.reenact.warp.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Makes training samples: a photo of a person, and another picture of that person which the
 * networks should generate. Most are two frames of one clip. The others are single photos, so that
 * many more people are seen: the photo is warped to a random motion, and the real photo is what
 * should be generated from the warped one, so that the target is always real. Of those only the
 * face counts: warping moves the background, too, which no real motion does.
 *
 * <p>Sample i of a seed and a size of the batch is always the same, whatever was made before: a
 * resumed training goes on as if it had never stopped. Not thread-safe.
 */
final class TrainingSamples {
  /** Share of samples made from single photos, among those that are no pair. */
  private static final double PHOTO_SHARE = 0.3;

  /**
   * Share of samples that come in pairs: their dictionaries are those of two photos, their own and
   * the one of the sample beside them, which is of the same clip.
   */
  private static final double TOGETHER_SHARE = 0.35;

  /** Share of samples whose irises are not drawn: the networks must do without them, too. */
  private static final double EYES_UNKNOWN_SHARE = 0.1;

  /** Standard deviation of the gaze shift of warped photos, horizontal, in eye widths. */
  private static final double LOOK_ASIDE = 0.1;

  /** The same, vertical. */
  private static final double LOOK_UP = 0.04;

  /** Of a softmax, so much less is nothing. */
  private static final float APART = -1e6f;

  /** Planes of the truth: picture (3), weight (1). */
  static final int TRUTH_PLANES = 4;

  /** Weight, of 255, of a pixel that counts but is nothing special. */
  static final int ORDINARY = 23;

  /** Pairs of frames of which the least alike is taken. */
  private static final int CANDIDATES = 4;

  /** Clips of which the one with the most motion is taken. */
  private static final int CLIPS = 2;

  private final PictureSource source;
  private final int size;
  private final long seed;
  private final NetworkInput input;

  /** What the present sample is drawn from. */
  @SuppressWarnings("NullAway.Init") // set with each sample
  private PictureStore store;

  TrainingSamples(PictureSource source, int size, long seed) {
    this.source = source;
    this.size = size;
    this.seed = seed;
    this.input = new NetworkInput(size);
  }

  /** The bytes of some samples, one behind the other. */
  static final class Batch {
    final byte[] photo;
    final byte[] condition;
    final byte[] truth;
    final int[] identity;

    /** Where mouth and eyes are: see {@link FacialDetails#place}. */
    final int[] details;

    /** Whose photo helps whom: see {@link FeatureDictionary#merge}. */
    final float[] apart;

    private final int count;

    Batch(int count, int size) {
      this.count = count;
      apart = new float[count * count];
      Arrays.fill(apart, APART);
      for (int i = 0; i < count; i++) {
        apart[i * count + i] = 0;
      }
      photo = new byte[count * size * size * FdGanNetwork.PHOTO_PLANES];
      condition = new byte[count * size * size * FdGanNetwork.CONDITION_PLANES];
      truth = new byte[count * size * size * 4];
      identity = new int[count];
      details = new int[count * FacialDetails.COUNT * FacialDetails.INDICES];
    }
  }

  /** Two pictures of one person, still to be decoded. */
  private record Choice(PictureStore.Frame photo, PictureStore.Frame truth, int identity) {}

  /** Two pictures of one person. */
  private record Pair(PictureStore.Shot photo, PictureStore.Shot truth, int identity) {}

  /** Fills place {@code slot} of a batch with sample {@code index}. */
  void fill(long index, Batch batch, int slot) {
    store = source.at(index);
    Random r = random(index);
    // Two neighbouring samples, if both are in the batch, may be of one clip.
    Random common = random(-1 - index / 2);
    int beside = slot + (index % 2 == 0 ? 1 : -1);
    boolean together = beside >= 0 && beside < batch.count && common.nextDouble() < TOGETHER_SHARE;
    boolean single = !together && !store.photos().isEmpty() && r.nextDouble() < PHOTO_SHARE;
    Pair pair;
    if (together) {
      batch.apart[slot * batch.count + beside] = 0;
      PictureStore.Item clip = movingClip(common);
      int frames = clip.frames().size();
      int even = common.nextInt(frames);
      int odd = (even + 1 + common.nextInt(frames - 1)) % frames;
      pair = decoded(index % 2 == 0 ? frames(clip, even, odd, r) : frames(clip, odd, even, r));
    } else {
      pair = single ? warped(r) : decoded(frames(movingClip(r), r));
    }
    if (!single) {
      pair = withBackground(pair, r);
    }
    // The photos of one person look the same: same shape, colours and side.
    Random look = together ? common : r;
    pair = transformed(pair, look);
    DegradationAugmentation degradation = DegradationAugmentation.random(r);
    boolean eyesUnknown = look.nextDouble() < EYES_UNKNOWN_SHARE;
    PictureStore.Shot from = seen(pair.photo, degradation, eyesUnknown, r);
    PictureStore.Shot to = seen(pair.truth, degradation, eyesUnknown, r);
    make(
        from, view(from.landmarks(), r, 1), to, view(to.landmarks(), r, 0.6), !single, batch, slot);
    batch.identity[slot] = pair.identity;
    recolour(batch, slot, look);
    if (look.nextBoolean()) {
      mirror(batch.photo, slot, FdGanNetwork.PHOTO_PLANES);
      mirror(batch.condition, slot, FdGanNetwork.CONDITION_PLANES);
      mirror(batch.truth, slot, 4);
      FacialDetails.mirror(size, slot, batch.details);
    }
  }

  /** A shot with the errors of cameras and detectors: degraded, landmarks jittered. */
  private static PictureStore.Shot seen(
      PictureStore.Shot shot, DegradationAugmentation degradation, boolean eyesUnknown, Random r) {
    return new PictureStore.Shot(
        degradation.apply(shot.picture()),
        jitter(shot.landmarks(), r),
        eyesUnknown ? Irises.NONE : shot.irises());
  }

  private Random random(long index) {
    Random r = new Random(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
    // Random's first numbers of neighbouring seeds are alike.
    r.nextLong();
    return r;
  }

  /** Fills a place with given pictures, nothing changed: for evaluation. */
  void fill(PictureStore.Frame photo, PictureStore.Frame truth, Batch batch, int slot) {
    store = source.at(0);
    make(
        store.shot(photo),
        FaceView.of(photo.landmarks(), size),
        store.shot(truth),
        FaceView.of(truth.landmarks(), size),
        true,
        batch,
        slot);
  }

  private void make(
      PictureStore.Shot from,
      FaceView fromView,
      PictureStore.Shot to,
      FaceView toView,
      boolean whole,
      Batch batch,
      int slot) {
    Image photo = from.picture();
    Pixels pixels = Pixels.of(photo);
    HeadWarp warp = new HeadWarp(from.landmarks(), photo.width(), photo.height());
    int pixelCount = size * size;
    input.photo(
        pixels,
        new NetworkInput.Face(from.landmarks(), from.irises(), fromView),
        batch.photo,
        slot * pixelCount * FdGanNetwork.PHOTO_PLANES);
    input.condition(
        pixels,
        pixels,
        warp.to(to.landmarks()),
        new NetworkInput.Face(to.landmarks(), to.irises(), toView),
        batch.condition,
        slot * pixelCount * FdGanNetwork.CONDITION_PLANES);
    truth(to.picture(), to.landmarks(), toView, whole, batch.truth, slot * pixelCount * 4);
    FacialDetails.place(toView.toView(to.landmarks()), size, slot, batch.details);
  }

  /**
   * The target picture, with the weight of each pixel.
   *
   * @param whole whether all of the picture counts; otherwise only the face does
   */
  private void truth(
      Image picture, Landmarks face, FaceView view, boolean whole, byte[] out, int offset) {
    input.still(Pixels.of(picture), view, out, offset, 4);
    for (int i = 0; i < size * size; i++) {
      out[offset + 4 * i + 3] = whole ? (byte) ORDINARY : 0;
    }
    Landmarks seen = view.toView(face);
    if (!whole) {
      weigh(seen, FacePart.JAW, FacePart.RIGHT_BROW, 0.6, ORDINARY, out, offset);
    }
    weigh(seen, FacePart.JAW, FacePart.RIGHT_BROW, 0.55, 60, out, offset);
    weigh(seen, FacePart.LEFT_EYE, FacePart.LEFT_EYE, 0.75, 205, out, offset);
    weigh(seen, FacePart.RIGHT_EYE, FacePart.RIGHT_EYE, 0.75, 205, out, offset);
    weigh(seen, FacePart.OUTER_LIPS, FacePart.INNER_LIPS, 0.65, 223, out, offset);
    weigh(seen, FacePart.INNER_LIPS, FacePart.INNER_LIPS, 0.5, 255, out, offset);
  }

  /** Gives the square around successive parts of the face a weight in the losses. */
  private void weigh(
      Landmarks face,
      FacePart first,
      FacePart last,
      double half,
      int weight,
      byte[] out,
      int offset) {
    float left = face.x(first.first());
    float right = left;
    float top = face.y(first.first());
    float bottom = top;
    for (int i = first.first(); i <= last.last(); i++) {
      left = Math.min(left, face.x(i));
      right = Math.max(right, face.x(i));
      top = Math.min(top, face.y(i));
      bottom = Math.max(bottom, face.y(i));
    }
    double reach = half * Math.max(right - left, bottom - top);
    double cx = (left + right) / 2.0;
    double cy = (top + bottom) / 2.0;
    int y1 = (int) Math.min(size - 1.0, cy + reach);
    int x1 = (int) Math.min(size - 1.0, cx + reach);
    for (int y = (int) Math.max(0, cy - reach); y <= y1; y++) {
      for (int x = (int) Math.max(0, cx - reach); x <= x1; x++) {
        out[offset + 4 * (y * size + x) + 3] = (byte) weight;
      }
    }
  }

  /**
   * Two frames of a clip. In most pairs of frames little differs: of some candidates that one is
   * taken which is the least like the photo.
   */
  private Choice frames(PictureStore.Item clip, Random r) {
    int photo = r.nextInt(clip.frames().size());
    return frames(clip, photo, photo, r);
  }

  /**
   * The same from a given photo.
   *
   * @param other frame that the dictionaries show, too: it is no target, since they would tell the
   *     answer, unless the clip has no third one
   */
  private Choice frames(PictureStore.Item clip, int photo, int other, Random r) {
    List<PictureStore.Frame> frames = clip.frames();
    PictureStore.Frame from = frames.get(photo);
    PictureStore.Frame best = from;
    double most = 0;
    for (int i = 0; i < CANDIDATES; i++) {
      int candidate = r.nextInt(frames.size());
      if (candidate == other && frames.size() > 2) {
        continue;
      }
      PictureStore.Frame frame = frames.get(candidate);
      double unlike = LandmarkDistance.of(from.landmarks(), frame.landmarks());
      if (unlike > most) {
        best = frame;
        most = unlike;
      }
    }
    return new Choice(from, best, clip.identity());
  }

  private Pair decoded(Choice choice) {
    return new Pair(store.shot(choice.photo), store.shot(choice.truth), choice.identity);
  }

  private Pair withBackground(Pair pair, Random r) {
    Image photo = pair.photo.picture();
    Image truth = pair.truth.picture();
    if (photo.width() != truth.width() || photo.height() != truth.height()) {
      return pair;
    }
    Landmarks from = pair.photo.landmarks();
    Landmarks to = pair.truth.landmarks();
    Optional<BackgroundAugmentation> background =
        BackgroundAugmentation.random(r, photo.width(), photo.height(), from, to);
    if (background.isEmpty()) {
      return pair;
    }
    List<PictureStore.Frame> others = anyClip(r).frames();
    Image other = store.shot(others.get(r.nextInt(others.size()))).picture();
    return new Pair(
        new PictureStore.Shot(background.get().apply(photo, other), from, pair.photo.irises()),
        new PictureStore.Shot(background.get().apply(truth, other), to, pair.truth.irises()),
        pair.identity);
  }

  private static Pair transformed(Pair pair, Random r) {
    Optional<AffineAugmentation> affine = AffineAugmentation.random(r, pair.photo.landmarks());
    return affine.isEmpty()
        ? pair
        : new Pair(affine.get().apply(pair.photo), affine.get().apply(pair.truth), pair.identity);
  }

  /** People who move are taken more often: a face that keeps still teaches little. */
  private PictureStore.Item movingClip(Random r) {
    PictureStore.Item best = anyClip(r);
    for (int i = 1; i < CLIPS; i++) {
      PictureStore.Item other = anyClip(r);
      if (other.motion() > best.motion()) {
        best = other;
      }
    }
    return best;
  }

  /** Every person as often as any other, however many clips there are of them. */
  private PictureStore.Item anyClip(Random r) {
    List<PictureStore.Item> clips =
        store.clipsByPerson().get(r.nextInt(store.clipsByPerson().size()));
    return clips.get(r.nextInt(clips.size()));
  }

  private Pair warped(Random r) {
    PictureStore.Item item = store.photos().get(r.nextInt(store.photos().size()));
    PictureStore.Shot real = store.shot(item.frames().get(0));
    Choice motion = frames(movingClip(r), r);
    Landmarks a = motion.photo.landmarks();
    Landmarks b = motion.truth.landmarks();
    float[] from = a.transform(Similarity.normalizing(a)).toArray();
    float[] to = b.transform(Similarity.normalizing(b)).toArray();
    float[] places = real.landmarks().toArray();
    float radius = real.landmarks().radius();
    for (int i = 0; i < places.length; i++) {
      places[i] += radius * (to[i] - from[i]);
    }
    Landmarks there = Landmarks.of(places);
    Image picture = real.picture();
    Image warped =
        new HeadWarp(real.landmarks(), picture.width(), picture.height())
            .to(there)
            .apply(Pixels.of(picture));
    RelativeIrises irises = RelativeIrises.of(real.landmarks(), real.irises());
    Irises moved = irises.in(there, 0, 0);
    Irises elsewhere = irises.in(there, LOOK_ASIDE * r.nextGaussian(), LOOK_UP * r.nextGaussian());
    // A warped photo with another gaze than its target teaches what a drawn iris means.
    return new Pair(
        new PictureStore.Shot(IrisWarp.move(warped, there, moved, elsewhere), there, elsewhere),
        real,
        item.identity());
  }

  private FaceView view(Landmarks face, Random r, double amount) {
    return FaceView.of(
        face,
        size,
        1 + amount * 0.08 * (2 * r.nextDouble() - 1),
        amount * 0.05 * (2 * r.nextDouble() - 1),
        amount * 0.05 * (2 * r.nextDouble() - 1));
  }

  /** Landmarks in use jitter more than those of a calm clip, and come out of a network. */
  private static Landmarks jitter(Landmarks face, Random r) {
    float sigma = (float) (0.006 * face.radius() * r.nextDouble());
    float[] xy = face.toArray();
    for (int i = 0; i < xy.length; i++) {
      xy[i] += sigma * (float) r.nextGaussian();
    }
    return Landmarks.of(xy);
  }

  private void recolour(Batch batch, int slot, Random r) {
    double contrast = 1 + 0.2 * (2 * r.nextDouble() - 1);
    double gamma = Math.exp(0.35 * (2 * r.nextDouble() - 1));
    for (int c = 0; c < 3; c++) {
      double gain = contrast * (1 + 0.15 * (2 * r.nextDouble() - 1));
      byte[] table = new byte[256];
      for (int v = 0; v < 256; v++) {
        table[v] =
            NetworkInput.toByte((float) (128 + (255 * Math.pow(v / 255.0, gamma) - 128) * gain));
      }
      recolour(batch.photo, slot, FdGanNetwork.PHOTO_PLANES, c, table);
      recolour(batch.condition, slot, FdGanNetwork.CONDITION_PLANES, 3 + c, table);
      recolour(batch.condition, slot, FdGanNetwork.CONDITION_PLANES, FdGanNetwork.STILL + c, table);
      recolour(batch.truth, slot, 4, c, table);
    }
  }

  private void recolour(byte[] bytes, int slot, int planes, int plane, byte[] table) {
    int end = (slot + 1) * size * size * planes;
    for (int i = slot * size * size * planes + plane; i < end; i += planes) {
      bytes[i] = table[bytes[i] & 255];
    }
  }

  private void mirror(byte[] bytes, int slot, int planes) {
    for (int y = 0; y < size; y++) {
      int row = (slot * size + y) * size * planes;
      for (int x = 0; x < size / 2; x++) {
        int a = row + x * planes;
        int b = row + (size - 1 - x) * planes;
        for (int c = 0; c < planes; c++) {
          byte t = bytes[a + c];
          bytes[a + c] = bytes[b + c];
          bytes[b + c] = t;
        }
      }
    }
  }
}
