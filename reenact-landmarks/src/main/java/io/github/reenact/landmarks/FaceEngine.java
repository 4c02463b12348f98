package io.github.reenact.landmarks;

/** What finds faces and their landmarks: dlib's native code, or ours in Java. Thread-safe. */
interface FaceEngine extends AutoCloseable {
  /** A finder for one thread at a time, which is closed before the engine. */
  FaceFinder newFinder();

  @Override
  void close();
}
