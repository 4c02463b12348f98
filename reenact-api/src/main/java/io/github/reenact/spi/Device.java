package io.github.reenact.spi;

/** Where a backend computes. */
public enum Device {
  /** The processor. */
  CPU,
  /** A GPU; a backend that finds none fails with a message instead of falling back. */
  GPU
}
