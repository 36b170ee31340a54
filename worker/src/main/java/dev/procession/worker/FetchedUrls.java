package dev.procession.worker;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * URLs of resources that only the coordinator has. They contain their handler, so nothing needs to
 * be registered, and they work only in this process.
 */
final class FetchedUrls extends URLStreamHandler {
  private static final String PROTOCOL = "procession";

  private final Function<String, Optional<byte[]>> fetch;

  FetchedUrls(Function<String, Optional<byte[]>> fetch) {
    this.fetch = fetch;
  }

  /** The URL of the resource of a name. */
  URL urlOf(String name) {
    try {
      String path = new URI(null, null, "/" + name, null).getRawPath();
      return new URL(PROTOCOL, null, -1, path, this);
    } catch (URISyntaxException | MalformedURLException e) {
      throw new AssertionError(name, e);
    }
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new Connection(url);
  }

  private final class Connection extends URLConnection {
    /**
     * The resource; null until connected. Used by one thread at a time, like all of a connection.
     */
    private byte @Nullable [] bytes;

    Connection(URL url) {
      super(url);
    }

    @Override
    public void connect() throws IOException {
      content();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new ByteArrayInputStream(content());
    }

    @Override
    public long getContentLengthLong() {
      try {
        return content().length;
      } catch (IOException e) {
        // By contract the result for an unknown length; getInputStream reports the reason.
        return -1;
      }
    }

    private byte[] content() throws IOException {
      byte[] present = bytes;
      if (present == null) {
        present = fetched();
        bytes = present;
        connected = true;
      }
      return present;
    }

    private byte[] fetched() throws IOException {
      try {
        String name = url.toURI().getPath().substring(1);
        return fetch.apply(name).orElseThrow(() -> new FileNotFoundException(url.toString()));
      } catch (URISyntaxException e) {
        throw new IOException("cannot read the name in " + url, e);
      }
    }
  }
}
