package dev.procession.protocol.codec;

import java.time.*;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.ValueRange;
import java.time.temporal.WeekFields;
import java.util.List;

/** All of java.time that is a value. */
final class TimeKinds {
  private TimeKinds() {}

  static List<Kind> all() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    LocalDateTime inTheOverlap = LocalDateTime.of(2024, 10, 27, 2, 30);
    return List.of(
        Kind.of("instant", Instant.ofEpochSecond(1, 2)),
        Kind.of("last instant", Instant.MAX),
        Kind.of("duration", Duration.ofNanos(-5)),
        Kind.of("period", Period.of(1, -2, 3)),
        Kind.of("local date", LocalDate.of(2024, 2, 29)),
        Kind.of("first local date", LocalDate.MIN),
        Kind.of("local time", LocalTime.of(1, 2, 3, 4)),
        Kind.of("local date and time", LocalDateTime.of(2024, 1, 2, 3, 4)),
        Kind.of("zoned", ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 6, berlin)),
        Kind.of(
            "zoned, the later of two",
            ZonedDateTime.of(inTheOverlap, berlin).withLaterOffsetAtOverlap()),
        Kind.of("with an offset", OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(2))),
        Kind.of("time with an offset", OffsetTime.of(3, 4, 5, 6, ZoneOffset.UTC)),
        Kind.of("year", Year.of(-5)),
        Kind.of("year and month", YearMonth.of(2024, 2)),
        Kind.of("month and day", MonthDay.of(2, 29)),
        Kind.of("zone", berlin),
        Kind.of("offset", ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
        Kind.of("day of the week", DayOfWeek.MONDAY),
        Kind.of("unit of time", ChronoUnit.DECADES),
        Kind.of("era", IsoEra.CE),
        Kind.of("week fields", WeekFields.ISO),
        Kind.of("formatter", DateTimeFormatter.ISO_WEEK_DATE),
        Kind.of("formatter of the web", DateTimeFormatter.RFC_1123_DATE_TIME),
        Kind.of("range of values", ValueRange.of(1, 28, 31)),
        Kind.of("clock that stands", Clock.fixed(Instant.EPOCH, berlin)));
  }
}
