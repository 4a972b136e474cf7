// Whether a longer stay may cost less than a shorter one: by steps that fall, or by a day amount below its hours.
import { localTimeIn } from '../local-time.ts';
import { dayMs, minuteMs } from '../time.ts';
import { type Report } from './checks.ts';
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

interface Fall {
  readonly dearerMinutes: number;
  readonly dearerFen: number;
  readonly cheaperFen: number;
}

const trialDays = 42;
const trialSteps = 60;
const offsetsMinutes = Array.from({ length: 12 }, (_, index) => index * 120 + ((index * 7) % 60));

/** Lets a stay grow until well after its jump. */
const fallAt = (meter: Meter, jump: Jump, entry: number): Fall | undefined => {
  const feeAfter = (minutes: number): number =>
    meter.run({
      entry,
      start: entry,
      exit: entry + minutes * minuteMs,
      event: undefined,
      freeUntil: undefined,
      freePer: undefined,
      sink: undefined,
    }) ?? 0;
  const span = jump.counts === 'elapsed' ? 2 * jump.overMinutes : jump.overMinutes + 4 * 1440;
  const step = Math.max(5, Math.ceil(span / trialSteps));
  let before = 0;
  for (let minutes = step; minutes <= span + step; minutes += step) {
    const now = feeAfter(minutes);
    if (now < before) return { dearerMinutes: minutes - step, dearerFen: before, cheaperFen: now };
    before = now;
  }
  return undefined;
};

const checkJump = (document: TariffDocument, rule: ChargedRule, index: number, jump: Jump, report: Report): void => {
  const literal = compileRule({ ...rule, jumps: [jump] }, trialPlace(document), true);
  const meter = new Meter(literal);
  for (let day = 0; day < trialDays; day += jump.overMinutes > 2_880 ? 6 : 1) {
    for (const offset of offsetsMinutes) {
      const fall = fallAt(meter, jump, (firstDay + day) * dayMs + offset * minuteMs);
      if (fall === undefined) continue;
      const stays = `a stay of ${fall.dearerMinutes} minutes already costs ${fall.dearerFen}, a longer one ${fall.cheaperFen}`;
      report(`/jumps/${index}`, 'fee-may-fall', `${stays}; ${remedy}`);
      return;
    }
  }
};

export const checkFalls = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  rule.bands.forEach(({ charge }, index) => checkLadder(charge, `/bands/${index}/charge`, report));
  if (rule.event) checkLadder(rule.event.charge, '/event/charge', report);
  rule.jumps?.forEach((jump, index) => checkJump(document, rule, index, jump, report));
};
