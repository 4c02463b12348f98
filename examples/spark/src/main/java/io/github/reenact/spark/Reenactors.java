package io.github.reenact.spark;

import io.github.reenact.Reenactor;
import java.util.HashMap;
import java.util.Map;

/**
 * The reenactors of this process, one for each settings, opened when they are first needed and
 * shared by all tasks in it. They are closed when the executor ends: see {@link ModelsPlugin}.
 *
 * <p>Thread-safe.
 */
final class Reenactors {
  private static final Map<AnimationSettings, Reenactor> OPEN = new HashMap<>();

  private Reenactors() {}

  static Reenactor of(AnimationSettings settings) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(settings, AnimationSettings::open);
    }
  }

  /** Closes all; no task may run any more. */
  static void close() {
    synchronized (OPEN) {
      OPEN.values().forEach(Reenactor::close);
      OPEN.clear();
    }
  }
}
