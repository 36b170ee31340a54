package dev.procession.cluster.engine;

import dev.procession.process.launch.PrivateFolders;
import dev.procession.protocol.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of a cluster, made by the JDK's {@code keytool}. Each member has a folder with
 * its own key, its certificate and that of the authority; the folder that was made first has the
 * authority's key, too. What protects the keys is who may read the files: their owner.
 */
public final class Certificates {
  /** The engine's version of TLS. */
  public static final String PROTOCOL = "TLSv1.3";

  /** The type of the key stores. */
  public static final String STORE_TYPE = "PKCS12";

  private static final String MEMBER = "certificate.p12";
  private static final String AUTHORITY = "authority.p12";
  private static final String PROPERTIES = "cluster.properties";
  private static final String PASSWORD = "procession";
  private static final String DAYS = "3650";

  /** A host whose clock is behind takes them nevertheless. */
  private static final String START = "-1d";

  private Certificates() {}

  /** The file with the key of a member, its certificate and the authority's. */
  public static Path store(Path folder) {
    return folder.resolve(MEMBER);
  }

  /** The password of the file, which is no secret. */
  public static char[] password() {
    return PASSWORD.toCharArray();
  }

  /**
   * What a member proves itself and checks others by.
   *
   * @throws IllegalArgumentException if the folder has no certificate that can be used
   */
  public static SSLContext context(Path folder) {
    try (InputStream in = Files.newInputStream(store(folder))) {
      KeyStore store = KeyStore.getInstance(STORE_TYPE);
      store.load(in, password());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "There is no certificate that can be used in "
              + store(folder)
              + " ("
              + e.getMessage()
              + "); procession cluster init makes one",
          e);
    }
  }

  /**
   * Makes an authority and the first certificate, in a folder that does not exist.
   *
   * @param addresses those of the nodes
   * @throws IOException if something cannot be made; says what
   */
  static void init(Path folder, List<NodeAddress> addresses) throws IOException {
    PrivateFolders.createPrivate(folder);
    String text =
        "addresses="
            + String.join(",", addresses.stream().map(NodeAddress::toString).toList())
            + "\n";
    PrivateFiles.create(folder.resolve(PROPERTIES), text.getBytes(StandardCharsets.UTF_8));
    keytool(
        folder.resolve(AUTHORITY),
        List.of(
            "-genkeypair",
            "-alias",
            "authority",
            "-dname",
            "CN=Procession cluster authority",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-startdate",
            START,
            "-validity",
            DAYS,
            "-ext",
            "bc:c",
            "-ext",
            "ku:c=keyCertSign"));
    member(folder, folder, "first");
  }

  /**
   * Makes the folder of one more member, beside the others in the authority's folder.
   *
   * @return the folder that was made, which is to be copied
   * @throws IOException if something cannot be made; says what
   */
  static Path member(Path authority, String name) throws IOException {
    Path folder = authority.resolve(name);
    if (!Files.isRegularFile(authority.resolve(AUTHORITY))) {
      throw new IOException(
          authority + " has no " + AUTHORITY + ": certificates are made where the cluster was");
    }
    PrivateFolders.createPrivate(folder);
    PrivateFiles.create(
        folder.resolve(PROPERTIES), Files.readAllBytes(authority.resolve(PROPERTIES)));
    member(authority, folder, name);
    return folder;
  }

  private static void member(Path authority, Path folder, String name) throws IOException {
    Path authoritys = authority.resolve(AUTHORITY);
    Path members = store(folder);
    Path request = folder.resolve("request");
    Path certificate = folder.resolve("certificate");
    Path authorityCertificate = folder.resolve("authority");
    try {
      keytool(
          members,
          List.of(
              "-genkeypair",
              "-alias",
              "member",
              "-dname",
              "CN=" + name,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-validity",
              DAYS));
      keytool(members, List.of("-certreq", "-alias", "member", "-file", request.toString()));
      keytool(
          authoritys,
          List.of(
              "-gencert",
              "-alias",
              "authority",
              "-startdate",
              START,
              "-validity",
              DAYS,
              "-infile",
              request.toString(),
              "-outfile",
              certificate.toString()));
      keytool(
          authoritys,
          List.of("-exportcert", "-alias", "authority", "-file", authorityCertificate.toString()));
      for (String alias : List.of("authority", "member")) {
        Path imported = alias.equals("authority") ? authorityCertificate : certificate;
        keytool(
            members,
            List.of("-importcert", "-noprompt", "-alias", alias, "-file", imported.toString()));
      }
    } finally {
      for (Path each : List.of(request, certificate, authorityCertificate)) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void keytool(Path store, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(arguments);
    words.addAll(
        List.of("-keystore", store.toString(), "-storetype", STORE_TYPE, "-storepass", PASSWORD));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool " + arguments.get(0) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool was running", e);
    }
    if (Files.getFileStore(store).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
