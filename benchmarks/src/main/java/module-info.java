/**
 * JMH benchmarks. The compiler checks with this that they use exported packages alone. Open, since
 * JMH makes objects of the classes that it generates by reflection. Built as one jar, they run on
 * the class path.
 */
open module io.github.reenact.benchmarks {
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
