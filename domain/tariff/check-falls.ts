// Whether a longer stay may cost less than a shorter one: by steps that fall, or by a day amount below its hours.
import { localTimeIn } from '../local-time.ts';
import { dayMs, minuteMs } from '../time.ts';
import { type Report } from './reader.ts';
import { eventsAt } from './event-prices.ts';
import { type Place } from './day-plan.ts';
import { kindsOf, type Day } from './days.ts';
import { type Charge, type ChargedRule, type Jump, type TariffDocument } from './document.ts';
import { compileRule } from './meter-rule.ts';
import { Meter } from './meter.ts';

const remedy = 'raise it, or say nonMonotone with a reason';

const checkLadder = (charge: Charge, pointer: string, report: Report): void => {
  if (charge.kind !== 'ladder') return;
  charge.steps.forEach(({ amountFen }, index) => {
    const below = charge.steps[index - 1]?.amountFen ?? 0;
    if (amountFen >= below) return;
    report(
      `${pointer}/steps/${index}`,
      'fee-may-fall',
      `costs ${amountFen}, the shorter step before it ${below}; ${remedy}`,
    );
  });
};

/** A Monday. */
const firstDay = 20_458;

/** A week for each kind of day, the months of the year one day after the other, so that every season comes up. */
const trialPlace = (document: TariffDocument): Place => {
  const kinds = [...new Set([1, 7].flatMap((weekday) => kindsOf(document, weekday)))];
  const dayOf = (number: number): Day => {
    const day = Math.max(0, number - firstDay);
    const weekday = (day % 7) + 1;
    const wanted = kinds[Math.floor(day / 7) % kinds.length] ?? 'ordinary';
    const kind = kindsOf(document, weekday).includes(wanted) ? wanted : 'ordinary';
    return { weekday, kind, monthDay: ((day % 12) + 1) * 100 + 15 };
  };
  return { local: localTimeIn('UTC'), dayOf, seasons: document.seasons ?? [], currency: document.currency };
};

const trialDays = 42;
const offsetsMinutes = Array.from({ length: 12 }, (_, index) => index * 120 + ((index * 7) % 60));

/** By how much the fee of a long stay from this entry falls when its jump is reached; 0 when it does not. */
const fallFrom = (meter: Meter, jump: Jump, entry: number): number => {
  let fallFen = 0;
  meter.forgetStays();
  meter.run({
    entry,
    start: entry,
    exit: entry + (jump.overMinutes + 4 * 1440) * minuteMs,
    event: undefined,
    freeUntil: undefined,
    freePer: undefined,
    sink: ({ kind, limitPer, amountFen }) => {
      if (kind === 'jump' && limitPer === jump.per) fallFen = Math.max(fallFen, -amountFen);
    },
  });
  return fallFen;
};

/** Tries entries at all hours of every kind of day with jumps taken literally. */
const checkJump = (document: TariffDocument, rule: ChargedRule, index: number, jump: Jump, report: Report): void => {
  const meter = new Meter(compileRule(rule, trialPlace(document), true));
  let fallFen = 0;
  for (let day = 0; day < trialDays; day += 1) {
    for (const offset of offsetsMinutes) {
      fallFen = Math.max(fallFen, fallFrom(meter, jump, (firstDay + day) * dayMs + offset * minuteMs));
    }
  }
  if (fallFen === 0) return;
  const before = jump.amountFen + fallFen;
  const message = `a stay can cost ${before} before the ${jump.overMinutes} minutes are over, and ${jump.amountFen} after them`;
  report(`/jumps/${index}`, 'fee-may-fall', `${message}; ${remedy}`);
};

export const checkFalls = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  rule.bands.forEach(({ charge }, index) => checkLadder(charge, `/bands/${index}/charge`, report));
  eventsAt(rule).forEach(([event, pointer]) => checkLadder(event.charge, `${pointer}/charge`, report));
  rule.jumps?.forEach((jump, index) => checkJump(document, rule, index, jump, report));
};
