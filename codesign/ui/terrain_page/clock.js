// What time it is. A phone whose battery died may say any year: the server's word counts, where it is known.
const DAY = 86_400_000;
const TOLD = "codesign-terrain-clock"; // when the server last said the time
let said = null; // its time, then the ticks of this page, which no setting of the clock moves, and the clock of this device
const SLEEP = 14 * DAY;

export function tell(at) {
  said = { at, tick: performance.now(), wall: Date.now() };
  try { localStorage.setItem(TOLD, String(at)); } catch { /* known while the page is open */ }
}

// The server's time, null when it was not heard since the page opened. Ticks stop while a phone sleeps: its clock says
// how long, unless somebody set it meanwhile.
export function sure() {
  if (!said) return null;
  const ticks = performance.now() - said.tick;
  const passed = Date.now() - said.wall;
  return said.at + (passed > ticks && passed < SLEEP ? passed : ticks);
}

// The server's time is known, and nothing slept or was set since: enough to refuse a day to come. A link is not asked
// for: without one, ticks and clock that still agree count on from the time that was told; either alone makes them part.
export const certain = () => said !== null && Math.abs(Date.now() - said.wall - (performance.now() - said.tick)) < 60_000;

function told() {
  try {
    return Number(localStorage.getItem(TOLD)) || 0;
  } catch {
    return 0;
  }
}

// The clock of this device goes before what the server once said, or far beyond it.
export function doubtful() {
  const now = Date.now();
  if (sure() !== null) return Math.abs(now - sure()) > DAY;
  return told() > 0 && (now < told() - DAY || now > told() + 366 * DAY);
}

// The day here, year-month-day; empty when nothing says it.
export function today() {
  if (sure() === null && doubtful()) return "";
  return dayOf(new Date(sure() ?? Date.now()));
}

// The server's days are those of Montréal: a phone set to another zone would date its evening notes tomorrow.
const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Toronto", year: "numeric", month: "2-digit", day: "2-digit" });

export function dayOf(when) {
  const part = Object.fromEntries(calendar.formatToParts(when).map(({ type, value }) => [type, value]));
  return `${part.year.padStart(4, "0")}-${part.month}-${part.day}`;
}
