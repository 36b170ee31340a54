package dev.procession.cli.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.procession.cli.item.ItemConversionException;
import dev.procession.cli.item.ItemConverter;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The types that are strings in JSON, with the same text as on the command line: dates, times,
 * paths.
 */
final class TextTypesModule extends SimpleModule {
  @Serial private static final long serialVersionUID = 1L;

  TextTypesModule() {
    super("procession");
    setSerializers(new AsText());
    setDeserializers(new FromText());
  }

  private static boolean isText(Class<?> type) {
    return Path.class.isAssignableFrom(type)
        || (type.getPackageName().equals("java.time") && !type.isEnum());
  }

  private static final class AsText extends SimpleSerializers {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType type, BeanDescription description) {
      return isText(type.getRawClass())
          ? ToStringSerializer.instance
          : super.findSerializer(config, type, description);
    }
  }

  private static final class FromText extends SimpleDeserializers {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description)
        throws JsonMappingException {
      return isText(type.getRawClass())
          ? new Converted(type.getRawClass())
          : super.findBeanDeserializer(type, config, description);
    }
  }

  /** Reads text as {@link ItemConverter} does. */
  private static final class Converted extends FromStringDeserializer<Object> {
    @Serial private static final long serialVersionUID = 1L;

    Converted(Class<?> type) {
      super(type);
    }

    @Override
    protected Object _deserialize(String text, DeserializationContext context) throws IOException {
      try {
        return ItemConverter.to(_valueClass).orElseThrow().convert(text);
      } catch (ItemConversionException e) {
        JsonParser parser = context.getParser();
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}
