package io.github.reenact.cli;

import io.github.reenact.Reenactor;
import io.github.reenact.demo.Demo;
import io.github.reenact.demo.portrait.SamplePortrait;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reenact demo}: a drawn portrait moved by a built-in motion; needs no input. */
@Command(
    name = "demo",
    description = {
      "Draw a portrait, move it with a built-in motion, and write into a folder:",
      "reenactment.mp4 (the result), contact-sheet.png (portrait, driver and result side by side),"
          + " portrait.png and motion.csv (a photo and a motion template for animate).",
      "",
      "Existing files of these names are replaced."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli takes its annotation
  @Mixin
  private ExitStatusHelp exitStatus;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "demo",
      description = "The folder to write into; made if it is missing. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Mixin private TranslatorOption translator;

  @Mixin private DeviceOption device;

  @Mixin private DetectorOptions detection;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Demo.Result done = Demo.write(output, settings());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d frames of %dx%d by %s in %.1f s%n",
        done.video(),
        done.frames(),
        SamplePortrait.SIZE,
        SamplePortrait.SIZE,
        done.translator(),
        done.seconds());
    out.println(done.contactSheet());
    out.printf(
        "next: ./reenact animate --source PHOTO --driving %s --output OUT.mp4%n", done.motion());
    return ExitCodes.OK;
  }

  private Reenactor.Builder settings() {
    Reenactor.Builder builder = Reenactor.builder().device(device.device());
    translator.applyTo(builder);
    detection.configure(builder);
    return builder;
  }
}
