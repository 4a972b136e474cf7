// What a change of tariff would have done to the stays of a period: read page by page, priced as they were priced.
import { type Scope } from '../../db/database.ts';
import {
  countPastStays,
  lotNames,
  pastEvents,
  pastStays,
  type PastEvents,
  type PastStay,
  type PastStayFilter,
} from '../../db/queries/tariff-past-stays.ts';
import { readCalendar, readyTariff, type ReadyTariff } from '../../db/queries/tariff-versions.ts';
import { type Tx } from '../../db/rows.ts';
import { startComparison, type Pricer } from '../../domain/tariff/compare.ts';
import { nearestEvent } from '../../domain/tariff/event-window.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Schema } from '../handler.ts';
import { malformed } from '../problems.ts';
import { type ChosenTariff } from './documents.ts';

/** Beyond this many a request would hold its caller for too long: lots or days one after the other do as well. */
const mostStays = 300_000;
const pageRows = 5_000;

interface Reads {
  readonly scope: Scope;
  readonly signal: AbortSignal;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

interface PricedPast {
  readonly totals: Schema<'TariffComparisonTotals'>;
  readonly lots: Schema<'TariffLotComparison'>[];
  readonly biggest: {
    readonly key: PastStay;
    readonly stay: Stay;
    readonly beforeFen: number;
    readonly afterFen: number;
    readonly differenceFen: number;
  }[];
}

/** One tariff for the calendars that stays have pinned. */
class PastTariff implements Pricer {
  readonly #chosen: ChosenTariff;
  readonly #byCalendar = new Map<string | null, ReadyTariff>();
  #current: ReadyTariff;

  constructor(chosen: ChosenTariff) {
    this.#chosen = chosen;
    this.#current = readyTariff(chosen.document, undefined);
    this.#byCalendar.set(null, this.#current);
  }

  readonly fee: Pricer['fee'] = (stay) => this.#current.compiled.fee(stay);

  get asks() {
    return this.#current.compiled.asks;
  }

  knows(calendarVersionId: string | null): boolean {
    return this.#byCalendar.has(calendarVersionId);
  }

  learn(calendarVersionId: string, calendar: Parameters<typeof readyTariff>[1]): void {
    this.#byCalendar.set(calendarVersionId, readyTariff(this.#chosen.document, calendar));
  }

  /** The stay as this tariff asks for it, which is priced next. */
  stayOf(past: PastStay, events: PastEvents): Stay {
    this.#current = this.#byCalendar.get(past.calendarVersionId) ?? this.#current;
    const { entry, exit, vehicleClass, priorStays } = past;
    const { asks } = this.#current.compiled;
    const windows = asks.event ? this.#current.eventWindows(vehicleClass) : undefined;
    const event = windows && nearestEvent(windows, events.knownAt(past.lotId, entry), entry);
    if (event === undefined && (!asks.priorStays || priorStays === null)) return { entry, exit, vehicleClass };
    const context = { ...(event && { event }), ...(asks.priorStays && priorStays !== null && { priorStays }) };
    return { entry, exit, vehicleClass, context };
  }
}

const learnCalendars = async (tx: Tx, tariffs: readonly PastTariff[], page: readonly PastStay[]): Promise<void> => {
  for (const { calendarVersionId } of page) {
    if (calendarVersionId === null || tariffs.every((tariff) => tariff.knows(calendarVersionId))) continue;
    const calendar = await readCalendar(tx, calendarVersionId);
    for (const tariff of tariffs) tariff.learn(calendarVersionId, calendar);
  }
};

async function* pagesOf(
  { transaction, signal }: Reads,
  filter: PastStayFilter,
  tariffs: readonly PastTariff[],
): AsyncGenerator<readonly PastStay[]> {
  const withPriorStays = tariffs.some(({ asks }) => asks.priorStays);
  let after: { readonly entry: EpochMs; readonly sessionId: string } | undefined;
  while (!signal.aborted) {
    const page = await transaction(async (tx) => {
      const rows = await pastStays(tx, filter, { limit: pageRows, withPriorStays, ...(after && { after }) });
      await learnCalendars(tx, tariffs, rows);
      return rows;
    });
    yield page;
    after = page.at(-1);
    if (page.length < pageRows) return;
  }
}

/** Throws `malformed-request` when the period holds more stays than one request can compare. */
export const comparePast = async (
  reads: Reads,
  [chosenBefore, chosenAfter]: readonly [ChosenTariff, ChosenTariff],
  filter: PastStayFilter,
  biggest: number,
): Promise<PricedPast> => {
  const [before, after] = [new PastTariff(chosenBefore), new PastTariff(chosenAfter)];
  const asksEvent = before.asks.event || after.asks.event;
  const events = await reads.transaction(async (tx) => {
    const found = await countPastStays(tx, filter, mostStays + 1);
    if (found > mostStays) {
      throw malformed('/body/past', 'too-many-stays', `holds more than ${mostStays} stays: name fewer lots or days`);
    }
    return pastEvents(tx, asksEvent ? filter : undefined);
  });
  const comparison = startComparison<PastStay>(before, after, { biggest, groupOf: ({ lotId }) => lotId });
  for await (const page of pagesOf(reads, filter, [before, after])) {
    for (const past of page) comparison.add(past, before.stayOf(past, events), after.stayOf(past, events));
  }
  const { totals, groups, biggest: changes } = comparison.result();
  const names = await reads.transaction((tx) => lotNames(tx, [...groups.keys()]));
  const lots = [...groups].map(([lotId, ofLot]) => ({ lotId, lotName: names.get(lotId) ?? '', totals: ofLot }));
  return { totals, lots: lots.sort((a, b) => (a.lotName < b.lotName ? -1 : 1)), biggest: [...changes] };
};
