// The whole tariff language in the plainest way, minute by minute, to compare the engine with. Whole minutes only.
import { type Calendar } from '../../../domain/calendar.ts';
import { type Cap, type ChargedRule, type Jump, type TariffDocument } from '../../../domain/tariff/document.ts';
import { amountsOf, countsAsCharged, rounded } from './reference-amounts.ts';
import { isChosen } from './reference-calendar.ts';
import { changed, forEntry, minutesOf, type Case, type Minute, type MinuteStay } from './reference-minutes.ts';

export { type MinuteStay } from './reference-minutes.ts';

type Gate = { readonly kind: 'cap'; readonly cap: Cap } | { readonly kind: 'jump'; readonly per: Jump['per'] };

/** What an amount passes on its way to the fee, from the shortest period to the longest. */
const gatesOf = (rule: ChargedRule): Gate[] => {
  const caps = (per: Cap['per']) =>
    rule.caps.filter((cap) => cap.per === per).map((cap): Gate => ({ kind: 'cap', cap }));
  const jump = (per: Jump['per']): Gate[] => [{ kind: 'jump', per }];
  return [
    ...caps('occurrence'),
    ...jump('calendarDay'),
    ...caps('calendarDay'),
    ...jump('window'),
    ...caps('window'),
    ...caps('sevenDays'),
    ...jump('stay'),
    ...caps('stay'),
  ];
};

/** Keeps the books of all caps and jumps of one stay. */
const openBooks = ({ document, rule, calendar }: Case, minutes: readonly Minute[]) => {
  const gates = gatesOf(rule);
  const spent = new Map<string, number>();
  const closed = new Set<string>();
  const fits = (choice: Cap | Jump, index: number): boolean =>
    choice.per !== 'calendarDay' || isChosen(document, calendar, choice, minutes[index]!.day);
  const numberOf = (per: Cap['per'], index: number): number => {
    if (per === 'calendarDay') return minutes[index]!.day - minutes[0]!.day;
    if (per === 'window') return minutes[index]!.window;
    return per === 'sevenDays' ? Math.floor(index / (168 * 60)) : 0;
  };
  const periodOf = (per: Cap['per'], index: number): string =>
    per === 'occurrence' ? minutes[index]!.occurrence : String(numberOf(per, index));
  const limitOf = (cap: Cap, index: number): number =>
    typeof cap.amountFen === 'number'
      ? cap.amountFen
      : cap.amountFen[Math.min(cap.amountFen.length - 1, numberOf(cap.per, index))]!;
  const keyOf = (gate: number, per: Cap['per'], index: number) => `${gate}: ${periodOf(per, index)}`;

  /** What of an amount is left when it has passed the gates from this one on. */
  const pass = (amountFen: number, index: number, bandName: string | undefined, first = 0): number => {
    let left = amountFen;
    gates.slice(first).forEach((gate, offset) => {
      const per = gate.kind === 'cap' ? gate.cap.per : gate.per;
      const key = keyOf(first + offset, per, index);
      const before = spent.get(key) ?? 0;
      if (gate.kind === 'jump' && closed.has(key)) left = 0;
      if (gate.kind === 'cap') {
        const { cap } = gate;
        if (!fits(cap, index)) return;
        if (cap.per === 'occurrence' && bandName === undefined) return;
        if (cap.bands !== undefined && (bandName === undefined || !cap.bands.includes(bandName))) return;
        // The cap holds for the sum of all that came, so that what lowers the sum lowers no more than it.
        const limit = limitOf(cap, index);
        spent.set(key, before + left);
        left = Math.min(before + left, limit) - Math.min(before, limit);
        return;
      }
      spent.set(key, before + left);
    });
    return left;
  };
  const jump = (one: Jump, index: number): number => {
    const gate = gates.findIndex((other) => other.kind === 'jump' && other.per === one.per);
    const key = keyOf(gate, one.per, index);
    const missing = one.amountFen - (spent.get(key) ?? 0);
    closed.add(key);
    const added = document.nonMonotone === undefined ? Math.max(0, missing) : missing;
    spent.set(key, (spent.get(key) ?? 0) + added);
    return pass(added, index, undefined, gate + 1);
  };
  return { pass, jump, fits, periodOf };
};

const chargeFen = (one: Case): number | undefined => {
  const minutes = minutesOf(one);
  if (minutes === undefined) return undefined;
  const books = openBooks(one, minutes);
  const amounts = amountsOf(one.rule, minutes);
  const used = new Map<string, number>();
  const jumped = new Set<string>();
  // Of two that are reached at the same time, the one of the shorter period is first.
  const byPeriod = ['calendarDay', 'window', 'stay'];
  const jumps = (one.rule.jumps ?? [])
    .map((jump, number) => ({ jump, number }))
    .sort((a, b) => byPeriod.indexOf(a.jump.per) - byPeriod.indexOf(b.jump.per));
  let [total, next] = [0, 0];
  minutes.forEach((minute, index) => {
    jumps.forEach(({ jump, number }) => {
      if (!books.fits(jump, index)) return;
      const key = `${number}: ${books.periodOf(jump.per, index)}`;
      if (jump.counts === 'elapsed' || countsAsCharged(minute)) used.set(key, (used.get(key) ?? 0) + 1);
      if ((used.get(key) ?? 0) <= jump.overMinutes || minute.by === 'freeTime' || jumped.has(key)) return;
      jumped.add(key);
      total += books.jump(jump, index);
    });
    for (let due = amounts[next]; due?.at === index; due = amounts[next]) {
      const { by, name } = minutes[due.at]!;
      total += books.pass(due.fen, due.at, by === 'band' ? name : undefined);
      next += 1;
    }
  });
  return total;
};

interface Resolved {
  readonly rule: ChargedRule | 'noCharge';
  readonly percent: number;
  readonly percentRounding: 'up' | 'down' | 'nearest';
}

const resolve = (document: TariffDocument, vehicleClass: string): Resolved | undefined => {
  const rule = document.rules[vehicleClass];
  if (rule === undefined) return undefined;
  if (rule.kind === 'charged') return { rule, percent: 100, percentRounding: 'up' };
  if (rule.kind === 'noCharge') return { rule: 'noCharge', percent: 100, percentRounding: 'up' };
  const base = document.rules[rule.vehicleClass];
  const { percent = 100, percentRounding = 'up' } = rule;
  if (base?.kind !== 'charged') return { rule: 'noCharge', percent, percentRounding };
  return { rule: changed(base, rule.changes), percent, percentRounding };
};

/** Undefined where the engine refuses `no-tariff`. */
export const referenceFee = (document: TariffDocument, calendar: Calendar, stay: MinuteStay): number | undefined => {
  const resolved = resolve(document, stay.vehicleClass);
  if (resolved === undefined) return undefined;
  const { percent, percentRounding } = resolved;
  if (resolved.rule === 'noCharge' || stay.exit === stay.entry) return 0;
  const rule = forEntry({ document, rule: resolved.rule, calendar, stay });
  const charged = chargeFen({ document, rule, calendar, stay });
  if (charged === undefined) return undefined;
  const all = Math.max(0, charged) * (rule.perBay === true ? (stay.bays ?? 1) : 1);
  const shared = rounded(all * percent, 100, percentRounding);
  const enough = shared > 0 ? Math.max(shared, rule.minimumFen ?? 0) : shared;
  const { toFen, mode } = rule.rounding ?? { toFen: 1, mode: 'up' };
  return rounded(enough, toFen, mode) * toFen;
};
