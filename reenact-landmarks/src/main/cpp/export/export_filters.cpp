// Writes the filters of dlib's frontal face detector as the detector in plain Java reads them.
// They change with dlib's file frontal_face_detector.h alone. From the folder of this module:
//
//   g++ -std=c++17 -O1 src/main/cpp/export/export_filters.cpp -l:libdlib.a -o target/export_filters
//   target/export_filters > src/main/resources/io/github/reenact/landmarks/frontal-face-filters.bin
//
// Big-endian: two doubles, the overlap tester's thresholds of intersection over union and of the
// covered part; an int, the number of detectors; of each a double, its threshold, and of each of 31
// feature planes an int, the number of separable filters, and of each 10 floats along the row and
// 10 along the column.
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
#undef DLIB_USE_BLAS
#undef DLIB_USE_LAPACK
#undef DLIB_JPEG_SUPPORT
#undef DLIB_PNG_SUPPORT

#include <cstdint>
#include <cstring>
#include <iostream>
#include <stdexcept>

#include <dlib/image_processing/frontal_face_detector.h>

namespace {

template <typename Bits, typename T>
void put(T value) {
  static_assert(sizeof(Bits) == sizeof(T), "as many bits");
  Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  for (int shift = 8 * (sizeof bits - 1); shift >= 0; shift -= 8) {
    std::cout.put(static_cast<char>(bits >> shift & 0xff));
  }
}

void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

}  // namespace

int main() {
  const auto detector = dlib::get_frontal_face_detector();
  const auto& scanner = detector.get_scanner();
  require(scanner.get_cell_size() == 8 && scanner.get_padding() == 0, "cells");
  require(scanner.get_fhog_window_width() == 10 && scanner.get_fhog_window_height() == 10, "window");
  require(scanner.get_min_pyramid_layer_width() == 64, "width of the smallest layer");
  require(scanner.get_min_pyramid_layer_height() == 64, "height of the smallest layer");
  put<uint64_t>(detector.get_overlap_tester().get_iou_thresh());
  put<uint64_t>(detector.get_overlap_tester().get_percent_covered_thresh());
  put<uint32_t>(static_cast<int32_t>(detector.num_detectors()));
  for (unsigned long d = 0; d < detector.num_detectors(); d++) {
    const auto& weights = detector.get_w(d);
    const auto bank = scanner.build_fhog_filterbank(weights);
    // Otherwise dlib does not use the separable ones.
    require(bank.num_separable_filters() <= bank.filters.size() * 10 / 3.0, "too many filters");
    put<uint64_t>(static_cast<double>(weights(scanner.get_num_dimensions())));
    for (size_t plane = 0; plane < bank.filters.size(); plane++) {
      put<uint32_t>(static_cast<int32_t>(bank.row_filters[plane].size()));
      for (size_t i = 0; i < bank.row_filters[plane].size(); i++) {
        for (float f : bank.row_filters[plane][i]) put<uint32_t>(f);
        for (float f : bank.col_filters[plane][i]) put<uint32_t>(f);
      }
    }
  }
  return std::cout.flush() ? 0 : 1;
}
