// What the Java side needs of dlib, on plain buffers. Sizes and buffers are checked in Java.
//
// dlib's own shape_predictor takes a rectangle of whole pixels, samples single pixels and rounds its
// result to whole pixels, which makes landmarks tremble by a pixel. LandmarkModel reads the same
// model file and evaluates the same regression trees, but on a face chip of fixed size that is cut
// out with area averaging at a fractional rectangle, and returns fractions of pixels.
#ifndef REENACT_DLIB_H
#define REENACT_DLIB_H

// Debian's dlib/config.h asks for libraries that face detection does not need. The first two
// includes fix what has to agree with the compiled libdlib.a.
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
#undef DLIB_USE_BLAS
#undef DLIB_USE_LAPACK
#undef DLIB_JPEG_SUPPORT
#undef DLIB_PNG_SUPPORT

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlib/array2d.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_processing/shape_predictor.h>

namespace reenact {

// One axis of an area-averaging resampler. Output pixel i averages the source over an interval of
// max(1, step) pixels around its centre first + (i + 0.5) * step; for step < 1 that is bilinear
// interpolation. Source pixel k covers [k - 0.5, k + 0.5].
struct Axis {
  std::vector<int> start;
  std::vector<int> count;
  std::vector<float> weights;
  int taps;

  Axis(int source, double first, double step, int out) : start(out), count(out) {
    const double half = std::max(1.0, step) / 2;
    taps = static_cast<int>(std::ceil(2 * half)) + 1;
    weights.assign(static_cast<size_t>(out) * taps, 0.0f);
    for (int i = 0; i < out; i++) {
      const double centre = first + (i + 0.5) * step;
      const double lo = centre - half + 0.5;
      const double hi = centre + half + 0.5;
      const double last = source - 1;
      const int k0 = static_cast<int>(std::clamp(std::floor(lo), 0.0, last + 1));
      const int k1 = static_cast<int>(std::clamp(std::floor(hi), -1.0, last));
      start[i] = k0;
      count[i] = std::clamp(k1 - k0 + 1, 0, taps);
      for (int k = 0; k < count[i]; k++) {
        const double overlap = std::min(hi, k0 + k + 1.0) - std::max(lo, k0 + k + 0.0);
        // The sum of three channels: the division by three is dlib's grey, (r + g + b) / 3.
        weights[static_cast<size_t>(i) * taps + k] =
            static_cast<float>(std::max(0.0, overlap) / (2 * half));
      }
    }
  }
};

// A grey picture cut out of an RGB one; 0 outside of it, as in dlib.
class Chip {
 public:
  int width = 0;
  int height = 0;
  std::vector<float> grey;

  // rgb holds the rows rowOffset .. rowOffset + rows - 1 of a picture `sourceWidth` wide.
  void cut(const unsigned char* rgb, int sourceWidth, int sourceHeight, int rowOffset, int rows,
           double left, double top, double step, int outWidth, int outHeight) {
    width = outWidth;
    height = outHeight;
    grey.assign(static_cast<size_t>(width) * height, 0.0f);
    const Axis ax(sourceWidth, left, step, width);
    const Axis ay(sourceHeight, top, step, height);
    int x0 = sourceWidth, x1 = 0;
    for (int i = 0; i < width; i++) {
      if (ax.count[i] > 0) {
        x0 = std::min(x0, ax.start[i]);
        x1 = std::max(x1, ax.start[i] + ax.count[i]);
      }
    }
    if (x0 >= x1) return;
    line_.resize(static_cast<size_t>(x1 - x0));
    const int ring = ay.taps + 1;
    ring_.resize(static_cast<size_t>(ring) * width);
    ringRow_.assign(ring, -1);
    for (int j = 0; j < height; j++) {
      float* out = &grey[static_cast<size_t>(j) * width];
      for (int t = 0; t < ay.count[j]; t++) {
        const float wy = ay.weights[static_cast<size_t>(j) * ay.taps + t] / 3.0f;
        const int k = ay.start[j] + t;
        if (wy == 0.0f || k < rowOffset || k >= rowOffset + rows) continue;
        float* row = &ring_[static_cast<size_t>(k % ring) * width];
        if (ringRow_[k % ring] != k) {
          ringRow_[k % ring] = k;
          shrinkRow(rgb + (static_cast<size_t>(k - rowOffset) * sourceWidth + x0) * 3, x0, ax, row);
        }
        for (int i = 0; i < width; i++) out[i] += wy * row[i];
      }
    }
  }

 private:
  std::vector<float> line_;
  std::vector<float> ring_;
  std::vector<int> ringRow_;

  void shrinkRow(const unsigned char* p, int x0, const Axis& ax, float* row) {
    const int n = static_cast<int>(line_.size());
    for (int i = 0; i < n; i++) {
      line_[i] = static_cast<float>(p[3 * i] + p[3 * i + 1] + p[3 * i + 2]);
    }
    for (int i = 0; i < width; i++) {
      const float* w = &ax.weights[static_cast<size_t>(i) * ax.taps];
      const float* s = line_.data() + (ax.start[i] - x0);
      float sum = 0;
      for (int t = 0; t < ax.count[i]; t++) sum += w[t] * s[t];
      row[i] = sum;
    }
  }
};

// dlib's ensemble of regression trees (Kazemi and Sullivan 2014) for 68 landmarks. Immutable.
class LandmarkModel {
 public:
  static constexpr int POINTS = 68;
  static constexpr int NUMBERS = 2 * POINTS;

  // Of the processor, in floats.
  static constexpr int CACHE_LINE = 16;

  explicit LandmarkModel(const char* path) {
    if (path == nullptr) throw std::invalid_argument("no path");
    std::vector<char> buffer(1 << 20);
    std::ifstream in;
    in.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    in.open(path, std::ios::binary);
    if (!in) throw std::runtime_error(std::string("cannot open ") + path);
    read(in);
  }

  // Landmarks of the face whose box (dlib's detector box) in the chip has its upper left corner at
  // (left, top) and is `side` wide and high, in chip pixels. xy: x0, y0, .. in chip pixels.
  void predict(const Chip& chip, double left, double top, double side, float* xy) const {
    float shape[NUMBERS];
    std::copy(initial_.begin(), initial_.end(), shape);
    std::vector<float> features;
    std::vector<const float*> chosen;
    for (const Cascade& cascade : cascades_) {
      sample(chip, cascade, shape, left, top, side, features);
      // First all trees, then the sum: the leaves are too many for a processor's caches, and so
      // they are on their way while the next trees are gone through.
      choose(cascade, features, chosen);
      for (const float* leaf : chosen) {
        for (int k = 0; k < NUMBERS; k++) shape[k] += leaf[k];
      }
    }
    for (int k = 0; k < POINTS; k++) {
      xy[2 * k] = static_cast<float>(left + side * shape[2 * k]);
      xy[2 * k + 1] = static_cast<float>(top + side * shape[2 * k + 1]);
    }
  }

 private:
  struct Split {
    uint32_t a;
    uint32_t b;
    float threshold;
  };
  struct Cascade {
    int trees = 0;
    int splitsPerTree = 0;
    std::vector<Split> splits;
    std::vector<float> leaves;
    std::vector<uint32_t> anchors;
    std::vector<float> deltas;
  };

  std::vector<float> initial_;
  std::vector<Cascade> cascades_;

  // The leaf that each tree leads to.
  static void choose(const Cascade& cascade, const std::vector<float>& features,
                     std::vector<const float*>& chosen) {
    const int splits = cascade.splitsPerTree;
    chosen.resize(cascade.trees);
    for (int t = 0; t < cascade.trees; t++) {
      const Split* tree = &cascade.splits[static_cast<size_t>(t) * splits];
      int i = 0;
      while (i < splits) {
        // No branch: which way it goes cannot be foretold. Not a number goes to the second.
        i = 2 * i + 2 - (features[tree[i].a] - features[tree[i].b] > tree[i].threshold);
      }
      const float* leaf =
          &cascade.leaves[(static_cast<size_t>(t) * (splits + 1) + (i - splits)) * NUMBERS];
      chosen[t] = leaf;
#ifdef __GNUC__
      for (int k = 0; k < NUMBERS; k += CACHE_LINE) __builtin_prefetch(leaf + k);
#endif
    }
  }

  static void require(bool condition) {
    if (!condition) throw std::runtime_error("not a 68-landmark model of dlib, or damaged");
  }

  static size_t readCount(std::istream& in, size_t most) {
    unsigned long n = 0;
    dlib::deserialize(n, in);
    require(n >= 1 && n <= most);
    return n;
  }

  // The format of dlib's deserialize(shape_predictor&), with every index checked.
  void read(std::istream& in) {
    int version = 0;
    dlib::deserialize(version, in);
    require(version == 1);
    dlib::matrix<float, 0, 1> initial;
    dlib::deserialize(initial, in);
    require(initial.size() == NUMBERS);
    initial_.assign(initial.begin(), initial.end());
    cascades_.resize(readCount(in, 1000));
    for (Cascade& cascade : cascades_) {
      cascade.trees = static_cast<int>(readCount(in, 100000));
      for (int t = 0; t < cascade.trees; t++) {
        dlib::impl::regression_tree tree;
        deserialize(tree, in);
        const size_t splits = tree.splits.size();
        if (t == 0) {
          require(splits >= 1 && splits < (1 << 16) && (splits & (splits + 1)) == 0);
          cascade.splitsPerTree = static_cast<int>(splits);
          cascade.splits.reserve(cascade.trees * splits);
          cascade.leaves.reserve(cascade.trees * (splits + 1) * NUMBERS);
        }
        require(splits == static_cast<size_t>(cascade.splitsPerTree));
        require(tree.leaf_values.size() == splits + 1);
        for (const auto& s : tree.splits) {
          require(s.idx1 < (1u << 20) && s.idx2 < (1u << 20) && std::isfinite(s.thresh));
          cascade.splits.push_back(
              {static_cast<uint32_t>(s.idx1), static_cast<uint32_t>(s.idx2), s.thresh});
        }
        for (const auto& leaf : tree.leaf_values) {
          require(leaf.size() == NUMBERS);
          cascade.leaves.insert(cascade.leaves.end(), leaf.begin(), leaf.end());
        }
      }
    }
    std::vector<std::vector<unsigned long>> anchors;
    std::vector<std::vector<dlib::vector<float, 2>>> deltas;
    dlib::deserialize(anchors, in);
    dlib::deserialize(deltas, in);
    require(anchors.size() == cascades_.size() && deltas.size() == cascades_.size());
    for (size_t c = 0; c < cascades_.size(); c++) {
      Cascade& cascade = cascades_[c];
      require(anchors[c].size() == deltas[c].size());
      for (unsigned long a : anchors[c]) {
        require(a < POINTS);
        cascade.anchors.push_back(static_cast<uint32_t>(a));
      }
      for (const auto& d : deltas[c]) {
        cascade.deltas.push_back(d.x());
        cascade.deltas.push_back(d.y());
      }
      for (const Split& s : cascade.splits) {
        require(s.a < cascade.anchors.size() && s.b < cascade.anchors.size());
      }
    }
  }

  // Pixel values at the cascade's points, which lie relative to the shape as it is now.
  void sample(const Chip& chip, const Cascade& cascade, const float* shape, double left, double top,
              double side, std::vector<float>& features) const {
    // The similarity [a -b; b a] that maps the initial shape onto this one best.
    double ix = 0, iy = 0, sx = 0, sy = 0;
    for (int k = 0; k < POINTS; k++) {
      ix += initial_[2 * k];
      iy += initial_[2 * k + 1];
      sx += shape[2 * k];
      sy += shape[2 * k + 1];
    }
    ix /= POINTS;
    iy /= POINTS;
    sx /= POINTS;
    sy /= POINTS;
    double norm = 0, re = 0, im = 0;
    for (int k = 0; k < POINTS; k++) {
      const double ux = initial_[2 * k] - ix, uy = initial_[2 * k + 1] - iy;
      const double vx = shape[2 * k] - sx, vy = shape[2 * k + 1] - sy;
      norm += ux * ux + uy * uy;
      re += ux * vx + uy * vy;
      im += ux * vy - uy * vx;
    }
    const double a = norm > 0 ? re / norm : 1, b = norm > 0 ? im / norm : 0;
    const size_t n = cascade.anchors.size();
    features.resize(n);
    for (size_t i = 0; i < n; i++) {
      const float dx = cascade.deltas[2 * i], dy = cascade.deltas[2 * i + 1];
      const float* p = shape + 2 * cascade.anchors[i];
      const double x = left + side * (a * dx - b * dy + p[0]);
      const double y = top + side * (b * dx + a * dy + p[1]);
      features[i] = pixel(chip, x, y);
    }
  }

  static float pixel(const Chip& chip, double x, double y) {
#ifdef REENACT_NEAREST
    const double nx = std::floor(x + 0.5), ny = std::floor(y + 0.5);
    if (!(nx >= 0 && ny >= 0 && nx < chip.width && ny < chip.height)) return 0.0f;
    return chip.grey[static_cast<size_t>(ny) * chip.width + static_cast<size_t>(nx)];
#else
    // Also false for NaN.
    if (!(x >= 0 && y >= 0 && x <= chip.width - 1 && y <= chip.height - 1)) return 0.0f;
    const int x0 = std::min(static_cast<int>(x), std::max(0, chip.width - 2));
    const int y0 = std::min(static_cast<int>(y), std::max(0, chip.height - 2));
    const int x1 = std::min(x0 + 1, chip.width - 1);
    const int y1 = std::min(y0 + 1, chip.height - 1);
    const float fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0);
    const float* g = chip.grey.data();
    const size_t w = chip.width;
    const float upper = g[y0 * w + x0] + fx * (g[y0 * w + x1] - g[y0 * w + x0]);
    const float lower = g[y1 * w + x0] + fx * (g[y1 * w + x1] - g[y1 * w + x0]);
    return upper + fy * (lower - upper);
#endif
  }
};

// dlib's frontal face detector (Dalal and Triggs 2005; King 2015) with its scratch memory. Used by
// one thread at a time: the detector keeps its feature pyramid between calls.
class FaceFinder {
 public:
  FaceFinder() : detector_(dlib::get_frontal_face_detector()) {}

  explicit FaceFinder(const FaceFinder& other) : detector_(other.detector_) {}

  // Cuts out the part of a picture that begins at (left, top), scaled by 1 / step to
  // outWidth x outHeight grey pixels. rgb holds the rows rowOffset .. rowOffset + rows - 1.
  void cut(const unsigned char* rgb, int width, int height, int rowOffset, int rows, double left,
           double top, double step, int outWidth, int outHeight) {
    chip_.cut(rgb, width, height, rowOffset, rows, left, top, step, outWidth, outHeight);
  }

  // Finds faces in what was cut out. Writes left, top, right, bottom (whole pixels of the chip) and
  // confidence of at most `most` faces, best first; returns how many. Confidence is at least
  // `threshold`; dlib's own choice is 0.
  int detect(double threshold, float* out, int most) {
    image_.set_size(chip_.height, chip_.width);
    for (int j = 0; j < chip_.height; j++) {
      for (int i = 0; i < chip_.width; i++) {
        image_[j][i] = static_cast<unsigned char>(
            std::clamp(chip_.grey[static_cast<size_t>(j) * chip_.width + i] + 0.5f, 0.0f, 255.0f));
      }
    }
    std::vector<dlib::rect_detection> found;
    detector_(image_, found, threshold);
    std::sort(found.rbegin(), found.rend());
    const int n = std::min(most, static_cast<int>(found.size()));
    for (int i = 0; i < n; i++) {
      const dlib::rectangle& r = found[i].rect;
      out[5 * i] = static_cast<float>(r.left());
      out[5 * i + 1] = static_cast<float>(r.top());
      out[5 * i + 2] = static_cast<float>(r.right());
      out[5 * i + 3] = static_cast<float>(r.bottom());
      out[5 * i + 4] = static_cast<float>(found[i].detection_confidence);
    }
    return n;
  }

  // Landmarks of the face in a square of what was cut out. xy: 136 numbers in chip pixels.
  void predict(const LandmarkModel& model, double left, double top, double side, float* xy) const {
    model.predict(chip_, left, top, side, xy);
  }

 private:
  dlib::frontal_face_detector detector_;
  dlib::array2d<unsigned char> image_;
  Chip chip_;
};

}  // namespace reenact

#endif  // REENACT_DLIB_H
