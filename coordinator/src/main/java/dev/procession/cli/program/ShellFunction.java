package dev.procession.cli.program;

import dev.procession.cli.console.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command of a shell. */
public final class ShellFunction extends ProgramFunction {
  private static final long serialVersionUID = 1L;

  /** With as many inputs as a command may mention. */
  private static final Call ANY_CALL = new Call(1, 1, Collections.nCopies(100, "x"));

  private final Template template;
  private final Printing printing;
  private final StandardInput input;
  private final @Nullable String folder;

  /**
   * A command.
   *
   * @param template its words
   * @param printing what becomes of its output
   * @param input its standard input
   * @param folder where it runs, which may have placeholders; null for the folder of this command
   * @throws UsageException if an item cannot be quoted where the command has it
   */
  public ShellFunction(
      Template template, Printing printing, StandardInput input, @Nullable String folder) {
    template.commandLine(ANY_CALL);
    this.template = template;
    this.printing = printing;
    this.input = input;
    this.folder = folder;
  }

  @Override
  public String commandLine(Call call) {
    return template.commandLine(call);
  }

  @Override
  public String identity() {
    return "sh\n" + String.join("\n", template.words()) + "\n" + input.identity() + "\n" + folder;
  }

  @Override
  ProgramEnd run(Call call) throws Exception {
    String line = commandLine(call);
    Optional<String> name =
        Optional.ofNullable(folder)
            .flatMap(text -> Template.expanded(text, call, template.columns()));
    boolean isUnnamable = name.isPresent() && !ShellArguments.isText(name.get());
    return ChildProgram.run(
        isUnnamable ? ShellArguments.in(name.get(), line) : ShellArguments.of(line),
        call,
        printing,
        input,
        isUnnamable ? Optional.empty() : name.map(File::new));
  }

  /** A program in a process of its own. */
  static final class ChildProgram {
    private ChildProgram() {}

    static ProgramEnd run(
        List<String> command,
        Call call,
        Printing printing,
        StandardInput input,
        Optional<File> folder)
        throws IOException, InterruptedException {
      ProcessBuilder builder = new ProcessBuilder(command);
      folder.ifPresent(builder::directory);
      if (!input.isItem()) {
        builder.redirectInput(new File("/dev/null"));
      }
      Process process = builder.start();
      try {
        CompletableFuture<byte[]> err =
            collected(process.getErrorStream(), printing.copy(call, System.err));
        CompletableFuture<byte[]> out =
            collected(process.getInputStream(), printing.copy(call, System.out));
        if (input.isItem()) {
          feed(process.getOutputStream(), input.of(call));
        }
        int exitCode = process.waitFor();
        return new ProgramEnd(exitCode, new ProgramOutput(out.join(), err.join()));
      } catch (InterruptedException e) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw e;
      }
    }

    private static void feed(OutputStream in, byte[] bytes) {
      try (in) {
        in.write(bytes);
      } catch (IOException e) {
        // The program has ended, or has closed its input: it wants no more.
      }
    }

    /** Reads a stream on a thread of its own; lines that are shown at once are not returned. */
    private static CompletableFuture<byte[]> collected(
        InputStream in, Optional<OutputStream> copy) {
      CompletableFuture<byte[]> all = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                ByteArrayOutputStream kept = new ByteArrayOutputStream();
                try (in) {
                  in.transferTo(copy.isPresent() ? copy.get() : kept);
                  if (copy.isPresent()) {
                    copy.get().close();
                  }
                } catch (IOException e) {
                  // The process was killed: what it printed before is all there is.
                }
                all.complete(kept.toByteArray());
              },
              "procession-program");
      thread.setDaemon(true);
      thread.start();
      return all;
    }
  }
}
