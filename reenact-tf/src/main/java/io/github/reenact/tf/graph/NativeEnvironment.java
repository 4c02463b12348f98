package io.github.reenact.tf.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables of this process for native libraries that are loaded later: some settings
 * of TensorFlow's are nowhere else, and Java cannot change its environment. C's {@code environ}
 * gets a new array, as POSIX allows.
 *
 * <p>Thread-safe.
 */
final class NativeEnvironment {
  /** What was added; native memory that has to stay as long as the process. */
  private static final Map<String, String> ADDED = new HashMap<>();

  private static final List<Pointer> KEPT = new ArrayList<>();

  private NativeEnvironment() {}

  /**
   * Adds a variable, unless the environment has one of this name.
   *
   * @return the variable's value now, which is the one before if there was one; empty where the
   *     environment cannot be changed
   */
  static synchronized Optional<String> add(String name, String value) {
    @Nullable String before = System.getenv(name);
    if (before == null) {
      before = ADDED.get(name);
    }
    if (before != null) {
      return Optional.of(before);
    }
    @Nullable Pointer environ = Loader.addressof("environ");
    if (environ == null) {
      return Optional.empty();
    }
    PointerPointer<Pointer> variable = new PointerPointer<>(environ);
    PointerPointer<Pointer> old = new PointerPointer<>(variable.get(0));
    long count = 0;
    while (old.get(count) != null) {
      count++;
    }
    PointerPointer<Pointer> longer = new PointerPointer<>(count + 2);
    for (long i = 0; i < count; i++) {
      longer.put(i, old.get(i));
    }
    BytePointer entry = new BytePointer(name + "=" + value);
    longer.put(count, entry);
    longer.put(count + 1, (Pointer) null);
    KEPT.add(longer);
    KEPT.add(entry);
    ADDED.put(name, value);
    variable.put(0, longer);
    return Optional.of(value);
  }
}
