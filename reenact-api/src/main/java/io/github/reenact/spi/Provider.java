package io.github.reenact.spi;

/** What all providers have in common. */
public interface Provider {
  /**
   * The name by which a user asks for this backend: lower-case letters and digits, for example
   * {@code fdgan}.
   */
  String name();

  /**
   * How good a choice this backend is when the user names none: the highest number wins. A backend
   * whose quality is not proven has a negative number, and is only used when named.
   */
  int priority();
}
