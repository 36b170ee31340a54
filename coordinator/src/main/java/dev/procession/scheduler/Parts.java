package dev.procession.scheduler;

/** The parts of one scheduler that know each other. */
record Parts(
    Agenda agenda,
    Outbox outbox,
    Counts counts,
    Jobs jobs,
    Chunks chunks,
    Watch watch,
    Dispatcher dispatcher,
    Launches launches) {

  static Parts of(SchedulerOptions options) {
    Agenda agenda = new Agenda();
    Outbox outbox = new Outbox();
    Counts counts = new Counts();
    Jobs jobs = new Jobs(options.workers(), outbox, counts);
    Chunks chunks = new Chunks(jobs, agenda, outbox);
    Watch watch = new Watch(options, jobs, agenda, outbox);
    Dispatcher dispatcher = new Dispatcher(options, jobs, chunks, watch, agenda);
    Launches launches = new Launches(options, agenda);
    return new Parts(agenda, outbox, counts, jobs, chunks, watch, dispatcher, launches);
  }
}
