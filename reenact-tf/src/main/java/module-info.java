/** LD-Net, FD-GAN and the gaze network on TensorFlow Java: graphs, weights and training. */
module io.github.reenact.tf {
  requires transitive io.github.reenact;
  requires com.google.common;
  requires com.google.gson;
  requires com.google.protobuf;
  requires org.bytedeco.javacpp;
  requires org.slf4j;
  requires org.tensorflow.ndarray;
  requires tensorflow;
  requires tensorflow.nativelib;
  requires static org.jspecify;

  exports io.github.reenact.tf.fdgan;
  exports io.github.reenact.tf.gaze;
  exports io.github.reenact.tf.ldnet;
  exports io.github.reenact.tf.data to
      io.github.reenact.cli;
  exports io.github.reenact.tf.fdgan.network to
      io.github.reenact.benchmarks,
      io.github.reenact.cli;
  exports io.github.reenact.tf.fdgan.training to
      io.github.reenact.cli;
  exports io.github.reenact.tf.gaze.training to
      io.github.reenact.cli;
  exports io.github.reenact.tf.graph to
      io.github.reenact.benchmarks,
      io.github.reenact.cli;
  exports io.github.reenact.tf.ldnet.training to
      io.github.reenact.cli;
  exports io.github.reenact.tf.training to
      io.github.reenact.cli;

  // The evaluation tells the size of the built-in weights.
  opens io.github.reenact.tf.ldnet to
      io.github.reenact.cli;

  provides io.github.reenact.spi.GazeEstimatorProvider with
      io.github.reenact.tf.gaze.GazeProvider;
  provides io.github.reenact.spi.LandmarkDisentanglerProvider with
      io.github.reenact.tf.ldnet.LdNetProvider;
  provides io.github.reenact.spi.PortraitTranslatorProvider with
      io.github.reenact.tf.fdgan.FdGanProvider;
}
