// A tariff as the charging periods of DB4401/T 133-2021. What they cannot say is refused.
import { type TariffDocument } from '../document.ts';
import {
  db4401Currency,
  db4401Format,
  db4401Names,
  db4401Zone,
  openEnd,
  type Db4401Charging,
  type Db4401Names,
  type Db4401Period,
  type Db4401Rule,
} from './db4401.ts';
import { plainTariff } from './plain-from-document.ts';
import { timeOf, type PlainBand, type PlainTariff, type PriceStep } from './plain-tariff.ts';
import { isProblems, type ExchangeProblem } from './problem.ts';
import { inexpressible } from './reasons.ts';
import { resolveWeek, spansOf, weekMinutes } from './week.ts';

const ruleOf = ({ fromMinutes, toMinutes, unitMinutes, unitPriceFen }: PriceStep, names: Db4401Names): Db4401Rule => ({
  DurStart: fromMinutes,
  DurEnd: toMinutes ?? openEnd,
  // A number of yuan with at most two decimals: the nearest double prints as just that.
  [names.price]: unitPriceFen / 100,
  Span: unitMinutes,
});

const freeRule = (names: Db4401Names): Db4401Rule => ({ DurStart: 0, DurEnd: openEnd, [names.price]: 0, Span: 1440 });

const periodOf = (from: number, to: number, rules: readonly Db4401Rule[], names: Db4401Names): Db4401Period => ({
  [names.periodStart]: timeOf(from),
  [names.periodEnd]: timeOf(to),
  [names.rules]: rules,
});

const bandPeriod = ({ from, to, charge }: PlainBand, names: Db4401Names): Db4401Period => {
  const rules = charge.kind === 'steps' ? charge.steps.map((step) => ruleOf(step, names)) : [freeRule(names)];
  return periodOf(from, to === 0 ? 1440 : to, rules, names);
};

/** Times of the day that no band covers, when these are free. All days are alike, so that Monday's are everybody's. */
const freePeriods = ({ bands, otherTimesFree }: PlainTariff, names: Db4401Names): Db4401Period[] => {
  if (!otherTimesFree) return [];
  const everything = { priority: 2, spans: [{ from: 0, to: weekMinutes }] };
  const { runs } = resolveWeek([{ priority: 1, spans: bands.flatMap(spansOf) }, everything]);
  return runs
    .filter(({ claim, from }) => claim === 1 && from < 1440)
    .map(({ from, minutes }) => periodOf(from, (from + minutes) % 1440 || 1440, [freeRule(names)], names));
};

/** The charging periods of one vehicle class, or all that the standard has no words for. */
export const exportToDb4401 = (
  document: TariffDocument,
  vehicleClass: string,
  names: Db4401Names = db4401Names,
): Db4401Charging | ExchangeProblem[] => {
  const tariff = plainTariff(document, vehicleClass, db4401Format);
  const problems = isProblems(tariff) ? [...tariff] : [];
  if (document.currency !== db4401Currency) problems.unshift(inexpressible(db4401Format, '/currency', 'currency'));
  if (document.zone !== db4401Zone) problems.unshift(inexpressible(db4401Format, '/zone', 'zone'));
  if (isProblems(tariff) || problems.length > 0) return problems;
  return { [names.periods]: [...tariff.bands.map((band) => bandPeriod(band, names)), ...freePeriods(tariff, names)] };
};
