/** Photos, videos, motion templates and landmark tables in and out. */
module io.github.reenact.media {
  requires transitive io.github.reenact;
  requires metadata.extractor;
  requires org.bytedeco.ffmpeg;
  requires org.bytedeco.javacpp;
  requires static org.jspecify;

  exports io.github.reenact.media;
  exports io.github.reenact.media.sheet to
      io.github.reenact.cli,
      io.github.reenact.demo;
}
