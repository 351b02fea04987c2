// The clock of one week: whole minutes of the wall clock from midnight of its first day.
//
// What counts as elapsed time (a change of the clocks) is the service's business; the page only
// places things where the wall clock has them.

import { locale } from "./texts.js";

export const DAY = 1440;
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
// As they are read, in the reader's language; a request has the ones above.
const MONDAY = Date.UTC(2024, 0, 1);
const named = (weekday) =>
  WEEKDAYS.map((_, day) => writtenAs({ weekday })(MONDAY + day * 86_400_000));
export const LONG_DAYS = named("long");
const SHORT_DAYS = named("short");
const asDate = writtenAs({ day: "numeric", month: "short" });
const { hour12: isTwelve } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
const asClock = writtenAs({ hour: isTwelve ? "numeric" : "2-digit", minute: "2-digit" });
const asHour = isTwelve ? writtenAs({ hour: "numeric" }) : asClock;

function writtenAs(parts) {
  const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...parts });
  return (milliseconds) => format.format(milliseconds);
}

function dayNumber(date) {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

function dateOf(number) {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** 0 for a Monday. */
function weekdayOf(number) {
  return (((number + 3) % 7) + 7) % 7;
}

/** Minutes from the start of the week that begins on `first`; NaN for what is no time. */
export function minuteOf(text, first) {
  const start = dayNumber(first);
  const byDay = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{2}):(\d{2})$/.exec(text ?? "");
  if (byDay) {
    const day = (WEEKDAYS.indexOf(byDay[1]) - weekdayOf(start) + 7) % 7;
    return day * DAY + Number(byDay[2]) * 60 + Number(byDay[3]);
  }
  const dated = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text ?? "");
  if (!dated) return NaN;
  return (dayNumber(dated[1]) - start) * DAY + Number(dated[2]) * 60 + Number(dated[3]);
}

/** As a request writes it: by weekday inside the week, dated beside it. */
export function written(minute, first) {
  const day = Math.floor(minute / DAY);
  if (day < 0 || day > 6) return `${dateOf(dayNumber(first) + day)}T${clock(minute)}`;
  return `${weekdayName(minute, first, WEEKDAYS)} ${clock(minute)}`;
}

export function weekdayName(minute, first, names = SHORT_DAYS) {
  return names[weekdayOf(dayNumber(first) + Math.floor(minute / DAY))];
}

/** `18:05`, as a request and a field have it. */
export function clock(minute) {
  const inDay = ((minute % DAY) + DAY) % DAY;
  return `${twoDigits(Math.floor(inDay / 60))}:${twoDigits(inDay % 60)}`;
}

/** The same as it is read: `6:05 PM` where people write so. */
export const clockWords = (minute) => asClock((((minute % DAY) + DAY) % DAY) * 60_000);

/** `18:00`, or `6 PM` where people write so. */
export const hourWords = (hour) => asHour(hour * 3_600_000);

/** `Tue 24 Nov`. */
export const dayLabel = (minute, first) =>
  `${weekdayName(minute, first)} ${dateLabel(minute, first)}`;

/** `24 Nov` for the heads of the columns. */
export const dateLabel = (minute, first) => asDate(dateAt(minute, first));

/** `24`, where there is no room for more. */
export const dayOfMonth = (minute, first) => new Date(dateAt(minute, first)).getUTCDate();

const dateAt = (minute, first) => (dayNumber(first) + Math.floor(minute / DAY)) * 86_400_000;

/** `Monday 18:00 to 18:45`; dated outside the week. */
export function spoken(start, end, first) {
  const inWeek = start >= 0 && start < 7 * DAY;
  const day = inWeek ? weekdayName(start, first, LONG_DAYS) : dayLabel(start, first);
  const sameDay = Math.floor(start / DAY) === Math.floor((end - 1) / DAY);
  const until = sameDay
    ? clockWords(end)
    : `${weekdayName(end, first, LONG_DAYS)} ${clockWords(end)}`;
  return `${day} ${clockWords(start)} to ${until}`;
}

/** The same time so many days later, as a request writes it; by weekday it stays. */
export function shifted(text, days) {
  const dated = /^(\d{4}-\d{2}-\d{2})(.*)$/.exec(text ?? "");
  return dated ? `${dateOf(dayNumber(dated[1]) + days)}${dated[2]}` : text;
}

/** The date of the week's nth day. */
export function dateOfDay(day, first) {
  return dateOf(dayNumber(first) + day);
}

const twoDigits = (value) => String(value).padStart(2, "0");

const wallDate = (moment) =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(twoDigits).join("-");

/** Today by the wall clock here. */
export function today() {
  return wallDate(new Date());
}

/** The Monday after a moment, by the wall clock here. */
export function nextMonday(now) {
  const today = dayNumber(wallDate(now));
  return dateOf(today + 7 - weekdayOf(today));
}

export function dayOfDate(date, first) {
  return dayNumber(date) - dayNumber(first);
}

/** The pieces of a span by day of the week: `{day, from, to}` in minutes of that day. */
export function byDay(start, end) {
  const pieces = [];
  for (let day = Math.max(0, Math.floor(start / DAY)); day < 7 && day * DAY < end; day += 1) {
    const from = Math.max(start - day * DAY, 0);
    const to = Math.min(end - day * DAY, DAY);
    if (to > from) pieces.push({ day, from, to });
  }
  return pieces;
}
