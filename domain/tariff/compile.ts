// Makes a document ready to price: rules resolved, days laid out, amounts in integers.
import { weekdayCalendar, type Calendar } from '../calendar.ts';
import { localTimeIn } from '../local-time.ts';
import { zeroFen, type Fen } from '../money.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { epochMs, minuteMs } from '../time.ts';
import { type Percentage } from './adjust.ts';
import { type Place } from './day-plan.ts';
import { dayReader } from './days.ts';
import { type ChargedRule, type NoChargeRule, type TariffDocument } from './document.ts';
import { entryFits } from './entry-variants.ts';
import { noChargeLine } from './explain.ts';
import { freeTimesOf } from './meter-rule.ts';
import { createPricer, type LineSink, type Pricer } from './price-rule.ts';
import { applyChanges, resolveRule } from './resolve.ts';
import { type CompiledTariff, type Stay, type TariffLine } from './tariff.ts';

const noChargePricer =
  (rule: NoChargeRule, place: Place): Pricer =>
  ({ entry, exit }, sink) => {
    if (exit > entry) sink?.(noChargeLine(place, entry, exit, rule.text));
    return zeroFen;
  };

/** A rule for each time of entry: the first variant that fits, or the rule itself. */
const chargedPricer = (
  rule: ChargedRule,
  place: Place,
  percentage: Percentage | undefined,
  mayLower: boolean,
): Pricer => {
  const own = createPricer(rule, place, percentage, mayLower);
  if (rule.entryVariants === undefined) return own;
  const variants = rule.entryVariants.map((variant) => ({
    fits: entryFits(variant, place),
    price: createPricer(applyChanges(rule, variant.changes), place, percentage, mayLower),
  }));
  return (stay, sink) => (variants.find(({ fits }) => fits(stay.entry))?.price ?? own)(stay, sink);
};

const withVariants = (rule: ChargedRule): ChargedRule[] => [
  rule,
  ...(rule.entryVariants ?? []).map(({ changes }) => applyChanges(rule, changes)),
];

const asksPriorStays = (rule: ChargedRule): boolean =>
  freeTimesOf(rule).some(({ limit }) => limit !== undefined) ||
  rule.caps.some(({ acrossStays }) => acrossStays === true);

const asksOf = (rules: readonly (ChargedRule | NoChargeRule)[]): CompiledTariff['asks'] => {
  const charged = rules.filter((rule) => rule.kind === 'charged').flatMap(withVariants);
  return {
    event: charged.some(({ event }) => event !== undefined),
    priorStays: charged.some(asksPriorStays),
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
