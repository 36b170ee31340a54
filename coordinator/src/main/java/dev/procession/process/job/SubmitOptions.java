package dev.procession.process.job;

import dev.procession.scheduler.JobOptions;

/**
 * How submitted tasks are carried out. Tasks whose options are equal share a job.
 *
 * @param scheduling for the scheduler
 * @param retryRule what is worth another attempt, where the scheduler has some
 */
public record SubmitOptions(JobOptions scheduling, RetryRule retryRule) {}
