// Which of several dated events a stay is priced by: the one whose priced window is nearest to the entry.
import { weekdayCalendar, type Calendar } from '../calendar.ts';
import { localTimeIn } from '../local-time.ts';
import { type EpochMs } from '../time.ts';
import { dayReader } from './days.ts';
import { type TariffDocument } from './document.ts';
import { compileEvents, pricedWindow, type DatedEvent, type EventWindow } from './event-prices.ts';
import { resolveRule } from './resolve.ts';

/** The event prices of a class; undefined when it knows no events. */
export const eventOverrideOf = (
  document: TariffDocument,
  vehicleClass: string,
  calendar: Calendar = document.calendar ?? weekdayCalendar,
): readonly EventWindow[] | undefined => {
  if (document.rules[vehicleClass] === undefined) return undefined;
  const { rule } = resolveRule(document.rules, vehicleClass);
  if (rule.kind !== 'charged' || rule.event === undefined) return undefined;
  return compileEvents(rule, {
    local: localTimeIn(document.zone),
    dayOf: dayReader(document, calendar),
    seasons: document.seasons ?? [],
    currency: document.currency,
  });
};

/**
 * The event whose window reaches beyond the entry and begins first. It does not depend on the exit: the fee of a longer
 * stay is never that of another event. `events` are in the order of their starts.
 */
export const nearestEvent = <E extends DatedEvent>(
  windows: readonly EventWindow[],
  events: readonly E[],
  entry: EpochMs,
): E | undefined =>
  events.find((event) => {
    const priced = pricedWindow(windows, event);
    return priced !== undefined && priced.to > entry;
  });
