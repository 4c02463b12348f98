/**
 * JMH benchmarks. The compiler checks with this that they use exported packages alone. They run on
 * the class path: on the module path JMH has no access to the classes that it generates.
 */
module io.github.reenact.benchmarks {
  requires com.google.common;
  requires io.github.reenact;
  requires io.github.reenact.demo;
  requires io.github.reenact.media;
  requires io.github.reenact.tf;
  requires java.desktop;
  requires jmh.core;
  requires org.tensorflow.ndarray;
  requires tensorflow;
  requires static org.jspecify;
}
