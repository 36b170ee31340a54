/** Results and failures of items: output, the job log, and error messages. */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.result;
