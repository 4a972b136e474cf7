// Makes a document ready to price: rules resolved, days laid out, amounts in integers.
import { dayTypeOf, weekdayCalendar, type Calendar } from '../calendar.ts';
import { localTimeIn, type LocalTime } from '../local-time.ts';
import { fen, zeroFen, type Fen } from '../money.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { epochMs, type EpochMs } from '../time.ts';
import { createDayPlans } from './day-plan.ts';
import { type ChargedRule, type NoChargeRule, type TariffDocument, type VehicleRule } from './document.ts';
import { freeTimeLine, lineOf, noChargeLine } from './explain.ts';
import { chargedExit, compileRule, isWithinFreeTime, runMeter } from './meter.ts';
import { type CompiledTariff, type Stay, type TariffLine } from './tariff.ts';

type LineSink = (line: TariffLine) => void;

/** The fee of a stay of this class that is not out of order; lines go to the sink, when there is one. */
type Pricer = (entry: EpochMs, exit: EpochMs, sink?: LineSink) => Fen | Refusal;

interface Place {
  readonly local: LocalTime;
  readonly calendar: Calendar;
  readonly currency: string;
}

const noChargePricer =
  (rule: NoChargeRule, { local, calendar }: Place): Pricer =>
  (entry, exit, sink) => {
    if (exit > entry) sink?.(noChargeLine(entry, exit, dayTypeOf(calendar, local.dayOf(entry)), rule.text));
    return zeroFen;
  };

const chargedPricer = (rule: ChargedRule, { local, calendar, currency }: Place): Pricer => {
  const meterRule = compileRule(rule, createDayPlans(rule.bands, local, calendar), local);
  const { freeMs, freeMode } = meterRule;
  return (entry, exitSeen, sink) => {
    const exit = chargedExit(meterRule, entry, exitSeen);
    if (exit <= entry) return zeroFen;
    if (isWithinFreeTime(meterRule, exit - entry)) {
      sink?.(freeTimeLine(entry, epochMs(exit), dayTypeOf(calendar, local.dayOf(entry))));
      return zeroFen;
    }
    const start = freeMode === 'deducted' ? epochMs(entry + freeMs) : entry;
    if (start > entry) sink?.(freeTimeLine(entry, start, dayTypeOf(calendar, local.dayOf(entry))));
    const total = runMeter(meterRule, start, exit, sink && ((run) => sink(lineOf(run, rule.bands, currency))));
    return total === undefined ? refuse('no-tariff', 'no band covers a part of the stay') : fen(total);
  };
};

const pricerOf = (rule: VehicleRule, rules: TariffDocument['rules'], place: Place): Pricer => {
  switch (rule.kind) {
    case 'charged':
      return chargedPricer(rule, place);
    case 'noCharge':
      return noChargePricer(rule, place);
    case 'sameAs': {
      const target = rules[rule.vehicleClass];
      if (target === undefined || target.kind === 'sameAs') throw new RangeError('sameAs must name a rule of its own');
      return pricerOf(target, rules, place);
    }
  }
};

/**
 * Compiles a parsed document for a calendar: the one given, else the document's own, else weekdays. Throws a
 * RangeError for a document that `parseTariff` would not have accepted.
 */
export const compileTariff = (document: TariffDocument, calendar?: Calendar): CompiledTariff => {
  const place: Place = {
    local: localTimeIn(document.zone),
    calendar: calendar ?? document.calendar ?? weekdayCalendar,
    currency: document.currency,
  };
  const pricers = new Map(
    Object.entries(document.rules).map(([name, rule]) => [name, pricerOf(rule, document.rules, place)]),
  );
  const price = (stay: Stay, sink?: LineSink): Fen | Refusal => {
    const pricer = pricers.get(stay.vehicleClass);
    if (pricer === undefined) return refuse('no-tariff', `no rule for vehicle class ${stay.vehicleClass}`);
    return stay.exit < stay.entry
      ? refuse('out-of-order-times', 'exit before entry')
      : pricer(stay.entry, stay.exit, sink);
  };
  return {
    currency: document.currency,
    zone: document.zone,
    calendarVersion: place.calendar.version,
    vehicleClasses: [...pricers.keys()],
    fee: (stay) => price(stay),
    explain: (stay) => {
      const lines: TariffLine[] = [];
      const feeFen = price(stay, (line) => lines.push(line));
      return isRefusal(feeFen) ? feeFen : { feeFen, lines };
    },
  };
};
