package dev.procession.process.observe;

import dev.procession.process.job.WindowFigures;
import dev.procession.scheduler.JobSnapshot;
import java.util.Optional;

/**
 * A job that has not ended, at one moment.
 *
 * @param job what the scheduler knows
 * @param window how full its window is; empty for submitted tasks, which have none
 */
public record JobFigures(JobSnapshot job, Optional<WindowFigures> window) {}
