package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A web application on Spring Boot, with its Actuator and what Prometheus scrapes. */
@Tag("extended")
@Tag("sample")
@Timeout(900)
final class SpringBootIT {
  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>shop</groupId>
        <artifactId>shop</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>dev.procession</groupId>
            <artifactId>procession</artifactId>
            <version>${procession}</version>
          </dependency>
          <dependency>
            <groupId>org.springframework.boot</groupId>
            <artifactId>spring-boot-starter-web</artifactId>
            <version>${spring-boot}</version>
          </dependency>
          <dependency>
            <groupId>org.springframework.boot</groupId>
            <artifactId>spring-boot-starter-actuator</artifactId>
            <version>${spring-boot}</version>
          </dependency>
          <dependency>
            <groupId>io.micrometer</groupId>
            <artifactId>micrometer-registry-prometheus</artifactId>
            <version>1.14.6</version>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId>
              <version>${resources}</version>
            </plugin>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>${compiler}</version>
            </plugin>
            <plugin>
              <artifactId>maven-surefire-plugin</artifactId>
              <version>${surefire}</version>
            </plugin>
            <plugin>
              <artifactId>maven-jar-plugin</artifactId>
              <version>${jar}</version>
            </plugin>
            <plugin>
              <groupId>org.springframework.boot</groupId>
              <artifactId>spring-boot-maven-plugin</artifactId>
              <version>${spring-boot}</version>
              <executions>
                <execution>
                  <goals>
                    <goal>repackage</goal>
                  </goals>
                </execution>
              </executions>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  private static final String SHOP =
      """
      package shop;
      import dev.procession.ProcessPool;
      import dev.procession.micrometer.ProcessPoolMetrics;
      import java.time.Duration;
      import java.util.List;
      import org.springframework.boot.SpringApplication;
      import org.springframework.boot.autoconfigure.SpringBootApplication;
      import org.springframework.boot.web.context.WebServerInitializedEvent;
      import org.springframework.context.annotation.Bean;
      import org.springframework.context.event.EventListener;
      import org.springframework.web.bind.annotation.GetMapping;
      import org.springframework.web.bind.annotation.PathVariable;
      import org.springframework.web.bind.annotation.RestController;

      @SpringBootApplication
      public class Shop {
        public static void main(String[] args) {
          SpringApplication.run(Shop.class, args);
        }

        @Bean
        ProcessPoolMetrics metrics() {
          return new ProcessPoolMetrics();
        }

        @Bean
        ProcessPool pool(ProcessPoolMetrics metrics) {
          return ProcessPool.builder()
              .name("orders")
              .workers(1)
              .closeTimeout(Duration.ofSeconds(20))
              .listener(metrics)
              .build();
        }

        @EventListener
        public void started(WebServerInitializedEvent event) {
          System.out.println(event.getWebServer().getPort());
        }

        @RestController
        static class Squares {
          private final ProcessPool pool;

          Squares(ProcessPool pool) {
            this.pool = pool;
          }

          @GetMapping("/square/{n}")
          List<Integer> square(@PathVariable("n") int n) {
            return pool.map(x -> x * x, List.of(n));
          }
        }
      }
      """;

  private static final String PROPERTIES =
      """
      server.address=127.0.0.1
      server.port=0
      spring.main.banner-mode=off
      logging.level.root=warn
      management.endpoints.web.exposure.include=prometheus
      """;

  private static final int ENDED_BY_SIGTERM = 143;

  @TempDir private Path folder;

  @Test
  void requestsAreWorkedOnAndMetersAreScraped() throws IOException, InterruptedException {
    UsersProject project =
        UsersProject.build(
            folder,
            POM,
            Map.of(
                "src/main/java/shop/Shop.java", SHOP,
                "src/main/resources/application.properties", PROPERTIES));
    List<String> command =
        List.of(Jvm.java(Jvm.ownHome()), "-jar", project.jar("shop-1.jar").toString());

    try (Jvm program = Jvm.start(folder, command)) {
      String address = "http://127.0.0.1:" + program.awaitLines(1).get(0);

      assertEquals("[9]", get(address + "/square/3"));
      // A listener learns of it on a thread for callbacks.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  get(address + "/actuator/prometheus")
                      .contains("procession_pool_tasks_completed_total{pool=\"orders\"} 1.0"));

      program.terminate();
      Jvm.Ended ended = program.end().expect(ENDED_BY_SIGTERM);
      assertEquals("", ended.err());
    }
  }

  private static String get(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
