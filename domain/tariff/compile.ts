// Makes a document ready to price: rules resolved, days laid out, amounts in integers.
import { weekdayCalendar, type Calendar } from '../calendar.ts';
import { localTimeIn } from '../local-time.ts';
import { fen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { epochMs, minuteMs } from '../time.ts';
import { adjust, type Percentage } from './adjust.ts';
import { type Place } from './day-plan.ts';
import { dayReader } from './days.ts';
import { type ChargedRule, type NoChargeRule, type TariffDocument } from './document.ts';
import { adjustmentLine, freeTimeLine, lineOf, noChargeLine } from './explain.ts';
import { freeTimeOf, freeUntil } from './free-time.ts';
import { compileRule, freeTimesOf } from './meter-rule.ts';
import { Meter } from './meter.ts';
import { resolveRule } from './resolve.ts';
import { type CompiledTariff, type Stay, type TariffLine } from './tariff.ts';

type LineSink = (line: TariffLine) => void;

/** The fee of a stay of this class that is not out of order; lines go to the sink, when there is one. */
type Pricer = (stay: Stay, sink?: LineSink) => Fen | Refusal;

const noChargePricer =
  (rule: NoChargeRule, place: Place): Pricer =>
  ({ entry, exit }, sink) => {
    if (exit > entry) sink?.(noChargeLine(place, entry, exit, rule.text));
    return zeroFen;
  };

const chargedPricer = (
  rule: ChargedRule,
  place: Place,
  percentage: Percentage | undefined,
  mayLower: boolean,
): Pricer => {
  const meterRule = compileRule(rule, place, mayLower);
  const meter = new Meter(meterRule);
  const dropsRest = rule.partialMinute === 'dropped';
  const isAdjusted = [rule.perBay, percentage, rule.minimumFen, rule.rounding].some((one) => one !== undefined);
  const adjusted = (stay: Stay, exit: number, sumFen: number, sink: LineSink | undefined): number =>
    adjust(
      rule,
      percentage,
      stay.context?.bays ?? 1,
      sumFen,
      sink &&
        ((kind, amountFen, factor) => {
          sink(adjustmentLine(place, { kind, amountFen, factor }, exit));
        }),
    );
  return (stay, sink) => {
    const { entry } = stay;
    const exit = dropsRest ? entry + Math.floor((stay.exit - entry) / minuteMs) * minuteMs : stay.exit;
    if (exit <= entry) return zeroFen;
    const free = freeTimeOf(meterRule, stay);
    const freePer = free?.per === 'stay' ? undefined : free?.per;
    const start = free !== undefined && freePer === undefined ? freeUntil(meterRule, free, stay, entry, exit) : entry;
    if (start > entry) sink?.(freeTimeLine(place, entry, start));
    if (start >= exit) return zeroFen;
    const sumFen = meter.run({
      entry,
      start,
      exit,
      event: stay.context?.event,
      freePer,
      freeUntil: freePer && free && ((from, to) => freeUntil(meterRule, free, stay, from, to)),
      sink: sink && ((run) => sink(lineOf(rule, place, run))),
    });
    if (sumFen === undefined) return refuse('no-tariff', 'no band covers a part of the stay');
    return fen(isAdjusted ? adjusted(stay, exit, sumFen, sink) : sumFen);
  };
};

const asksOf = (rules: readonly (ChargedRule | NoChargeRule)[]): CompiledTariff['asks'] => {
  const charged = rules.filter((rule) => rule.kind === 'charged');
  return {
    event: charged.some(({ event }) => event !== undefined),
    priorStays: charged.some((rule) => freeTimesOf(rule).some(({ limit }) => limit !== undefined)),
    bays: charged.some(({ perBay }) => perBay === true),
  };
};

/**
 * Compiles a parsed document for a calendar: the one given, else the document's own, else weekdays. Throws a
 * RangeError for a document that `parseTariff` would not have accepted.
 */
export const compileTariff = (document: TariffDocument, calendar?: Calendar): CompiledTariff => {
  const used = calendar ?? document.calendar ?? weekdayCalendar;
  const place: Place = {
    local: localTimeIn(document.zone),
    dayOf: dayReader(document, used),
    seasons: document.seasons ?? [],
    currency: document.currency,
  };
  const resolved = Object.keys(document.rules).map((name) => [name, resolveRule(document.rules, name)] as const);
  const mayLower = document.nonMonotone !== undefined;
  const pricers = new Map(
    resolved.map(([name, { rule, percentage }]) => [
      name,
      rule.kind === 'noCharge' ? noChargePricer(rule, place) : chargedPricer(rule, place, percentage, mayLower),
    ]),
  );
  const longestMs = new Map(
    resolved.map(([name, { rule }]) => [
      name,
      rule.kind === 'charged' && rule.maximumStayMinutes !== undefined ? rule.maximumStayMinutes * minuteMs : Infinity,
    ]),
  );
  const price = (stay: Stay, sink?: LineSink): Fen | Refusal => {
    const pricer = pricers.get(stay.vehicleClass);
    if (pricer === undefined) return refuse('no-tariff', `no rule for vehicle class ${stay.vehicleClass}`);
    return stay.exit < stay.entry ? refuse('out-of-order-times', 'exit before entry') : pricer(stay, sink);
  };
  return {
    currency: document.currency,
    zone: document.zone,
    calendarVersion: used.version,
    vehicleClasses: [...pricers.keys()],
    asks: asksOf(resolved.map(([, { rule }]) => rule)),
    fee: (stay) => price(stay),
    explain: (stay) => {
      const lines: TariffLine[] = [];
      const feeFen = price(stay, (line) => lines.push(line));
      if (isRefusal(feeFen)) return feeFen;
      const overstayedSince = stay.entry + (longestMs.get(stay.vehicleClass) ?? Infinity);
      return { feeFen, lines, ...(stay.exit > overstayedSince && { overstayedSince: epochMs(overstayedSince) }) };
    },
  };
};
