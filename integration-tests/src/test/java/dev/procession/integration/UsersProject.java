package dev.procession.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A Maven project of somebody else's, which depends on what is released of this one.
 *
 * <p>It is built by a Maven of its own, whose local repository is a new folder. Of this project, it
 * gets what the release has deployed, if the test runs after that; otherwise the jars of this build
 * are installed there. Everything else comes from this build's local repository, which is to it
 * what a remote one is otherwise. So nothing is installed outside of the folder, and the network is
 * not used.
 */
final class UsersProject {
  private static final Path ROOT = Path.of(System.getProperty("procession.root")).toAbsolutePath();

  private static final long PATIENCE_SECONDS = 500;

  private static final String SETTINGS =
      """
      <settings>
        <mirrors>
          <mirror>
            <id>build</id>
            <mirrorOf>*,!released</mirrorOf>
            <url>%s</url>
          </mirror>
        </mirrors>
        <profiles>
          <profile>
            <id>build</id>
            <repositories>
              %s
              <repository>
                <id>central</id>
                <url>http://mirrored</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
              </repository>
            </repositories>
            <pluginRepositories>
              <pluginRepository>
                <id>central</id>
                <url>http://mirrored</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
              </pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
      </settings>
      """;

  /** What is damaged on its way to the repository is not to be used. */
  private static final String RELEASED =
      """
      <repository>
        <id>released</id>
        <url>%s</url>
        <releases><checksumPolicy>fail</checksumPolicy></releases>
        <snapshots><enabled>false</enabled></snapshots>
      </repository>
      """;

  private final Path folder;
  private final Jvm.Ended build;

  private UsersProject(Path folder, Jvm.Ended build) {
    this.folder = folder;
    this.build = build;
  }

  /**
   * Runs {@code mvn package}.
   *
   * @param folder empty
   * @param pom the POM; {@code ${procession}}, {@code ${junit}}, {@code ${spring-boot}} and, named
   *     after the plugins of Maven, {@code ${jar}} and others become the versions of this build
   * @param files the sources, by their path in the project
   */
  static UsersProject build(Path folder, String pom, Map<String, String> files) throws IOException {
    String maven = System.getProperty("procession.maven.home");
    String builds = System.getProperty("procession.maven.repository");
    Needs.that(maven != null && builds != null, "Maven, to run the test");
    String version = inRootPom("<artifactId>procession-parent</artifactId>\\s*<version>");
    Optional<Path> released = released();
    if (released.isEmpty()) {
      install(folder, "", "procession-parent", version);
      install(folder, "protocol", "procession-protocol", version);
      install(folder, "worker", "procession-worker", version);
      install(folder, "coordinator", "procession", version);
    }
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        folder.resolve("settings.xml"),
        SETTINGS.formatted(
            Path.of(builds).toUri(),
            released.map(place -> RELEASED.formatted(place.toUri())).orElse("")));
    Files.writeString(project.resolve("pom.xml"), withVersions(pom, version));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = project.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.getValue());
    }
    String settings = folder.resolve("settings.xml").toString();
    List<String> command =
        List.of(
            Path.of(maven, "bin", "mvn").toString(),
            "-B",
            "-ntp",
            "-s",
            settings,
            "-gs",
            settings,
            "-Dmaven.repo.local=" + folder.resolve("repository"),
            "package");
    try (Jvm mvn = Jvm.start(project, command)) {
      ProcessHandle.of(mvn.pid())
          .ifPresent(run -> run.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
      return new UsersProject(folder, mvn.end());
    }
  }

  /** The Maven repository that the release was deployed to; empty if it has not been built. */
  static Optional<Path> released() {
    String place = System.getProperty("procession.released", "");
    return place.isEmpty() ? Optional.empty() : Optional.of(Path.of(place).toAbsolutePath());
  }

  /** Puts what a module is for others where {@code mvn install} would put it. */
  private static void install(Path folder, String module, String artifact, String version)
      throws IOException {
    String name = artifact + "-" + version;
    Path place =
        Files.createDirectories(
            folder.resolve("repository/dev/procession").resolve(artifact).resolve(version));
    Files.copy(ROOT.resolve(module).resolve("pom.xml"), place.resolve(name + ".pom"));
    if (!module.isEmpty()) {
      Path jar = ROOT.resolve(module).resolve("target").resolve(name + ".jar");
      Files.copy(jar, place.resolve(name + ".jar"));
    }
  }

  /** With the versions of this build, which its local repository has. */
  private static String withVersions(String pom, String version) throws IOException {
    String replaced = pom.replace("${procession}", version);
    replaced = replaced.replace("${junit}", inRootPom("<junit.version>"));
    replaced = replaced.replace("${spring-boot}", inRootPom("<spring-boot.version>"));
    replaced = replaced.replace("${kotlin}", inRootPom("<kotlin.version>"));
    for (String plugin : List.of("resources", "compiler", "surefire", "jar")) {
      String before = "<artifactId>maven-" + plugin + "-plugin</artifactId>\\s*<version>";
      replaced = replaced.replace("${" + plugin + "}", inRootPom(before));
    }
    return replaced;
  }

  private static String inRootPom(String before) throws IOException {
    return Pattern.compile("(?s).*?" + before + "([^<]+)<.*")
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .replaceFirst("$1");
  }

  /** What Maven printed. */
  Jvm.Ended build() {
    return build;
  }

  /** The jar of a project that has been built. */
  Path jar(String name) {
    build.expect(0);
    return folder.resolve("project/target").resolve(name);
  }
}
