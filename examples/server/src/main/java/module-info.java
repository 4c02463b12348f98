/** The live page in a browser, and the service. */
module io.github.reenact.server {
  requires transitive io.github.reenact;
  requires com.google.common;
  requires com.google.gson;
  requires info.picocli;
  requires io.github.reenact.cli;
  requires io.github.reenact.demo;
  requires io.github.reenact.media;
  requires io.javalin;
  requires jakarta.servlet;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.bytedeco.javacpp;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.ee10.websocket.jetty.server;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires org.eclipse.jetty.websocket.api;
  requires static org.jspecify;

  exports io.github.reenact.server;

  opens io.github.reenact.server to
      info.picocli,
      com.google.gson;

  provides io.github.reenact.cli.CommandProvider with
      io.github.reenact.server.ServeCommandProvider;
}
