/** The command line: commands, datasets and evaluation. */
module io.github.reenact.cli {
  requires com.google.common;
  requires com.google.gson;
  requires ejml.core;
  requires ejml.ddense;
  requires info.picocli;
  requires io.github.reenact;
  requires io.github.reenact.demo;
  requires io.github.reenact.media;
  requires io.github.reenact.tf;
  requires java.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  exports io.github.reenact.cli;

  uses io.github.reenact.cli.CommandProvider;

  opens io.github.reenact.cli to
      info.picocli;
  opens io.github.reenact.evaluate to
      com.google.gson;
}
