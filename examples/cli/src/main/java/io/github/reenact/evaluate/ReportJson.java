package io.github.reenact.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Figures as JSON, named as the components of their records. */
final class ReportJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapter(double.class, new FiniteOrNull())
          .registerTypeAdapter(Double.class, new FiniteOrNull())
          .create();

  /** JSON has no word for what is no number. */
  private static final class FiniteOrNull extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
      out.value(value != null && Double.isFinite(value) ? value : null);
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      return in.nextDouble();
    }
  }

  private ReportJson() {}

  static String of(Object figures) {
    return GSON.toJson(figures) + "\n";
  }
}
