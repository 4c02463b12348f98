package io.github.reenact.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Metrics as JSON, named as the components of their records; those of an {@link Inline} component
 * stand in its place.
 */
final class ReportJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapter(double.class, new FiniteOrNull())
          .registerTypeAdapter(Double.class, new FiniteOrNull())
          .registerTypeAdapterFactory(new Inlining())
          .create();

  /** A component whose own components stand in its place. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  @interface Inline {}

  private static final class Inlining implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      Set<String> inline =
          Arrays.stream(type.getRawType().getDeclaredFields())
              .filter(f -> f.isAnnotationPresent(Inline.class))
              .map(Field::getName)
              .collect(Collectors.toSet());
      if (inline.isEmpty()) {
        return null;
      }
      TypeAdapter<T> plain = gson.getDelegateAdapter(this, type);
      return new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
          if (value == null) {
            out.nullValue();
            return;
          }
          JsonObject flat = new JsonObject();
          plain
              .toJsonTree(value)
              .getAsJsonObject()
              .asMap()
              .forEach(
                  (name, member) -> {
                    if (inline.contains(name)) {
                      member.getAsJsonObject().asMap().forEach(flat::add);
                    } else {
                      flat.add(name, member);
                    }
                  });
          gson.toJson(flat, out);
        }

        @Override
        public T read(JsonReader in) {
          throw new UnsupportedOperationException("reports are only written");
        }
      };
    }
  }

  /** JSON has no word for what is no number. */
  private static final class FiniteOrNull extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
      out.value(value != null && Double.isFinite(value) ? value : null);
    }

    @Override
    public Double read(JsonReader in) {
      throw new UnsupportedOperationException("reports are only written");
    }
  }

  private ReportJson() {}

  static String of(Object metrics) {
    return GSON.toJson(metrics) + "\n";
  }
}
