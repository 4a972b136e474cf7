// Reads a document down to what other formats share, and says of everything else why it cannot come along.
import { type Band, type TariffDocument } from '../document.ts';
import { checkRule, deductedMinutes, type CheckedRule } from './plain-checks.ts';
import { plainCharge } from './plain-charge.ts';
import { everyWeekday, holdsAlways, minutesOf, type PlainBand, type PlainTariff } from './plain-tariff.ts';
import { weekdaysOf } from './plain-weekdays.ts';
import { inexpressible, type Format } from './reasons.ts';
import { type ExchangeProblem } from './problem.ts';
import { ruleSource } from './rule-source.ts';

interface Placed {
  readonly band: Band;
  readonly from: number;
  readonly to: number;
  readonly weekdays: readonly number[];
  readonly pointer: string;
}

const placed = (
  document: TariffDocument,
  { rule, source, format }: CheckedRule,
  problems: ExchangeProblem[],
): Placed[] =>
  rule.bands.flatMap((band, index) => {
    const pointer = `${source.pointerOf('bands')}/${index}`;
    const weekdays = weekdaysOf(document, band);
    const nameable = weekdays !== undefined && (format.weekdays || weekdays.length % 7 === 0);
    if (!nameable) {
      const member = band.seasons === undefined ? 'days' : 'seasons';
      problems.push(inexpressible(format, `${pointer}/${member}`, 'days'));
      return [];
    }
    // A band for days that never come is no band.
    return weekdays.length === 0
      ? []
      : [{ band, from: minutesOf(band.from), to: minutesOf(band.to), weekdays, pointer }];
  });

const plainBands = (checked: CheckedRule, bands: readonly Placed[], problems: ExchangeProblem[]): PlainBand[] => {
  const [only] = bands;
  const alone = bands.length === 1 && only !== undefined && holdsAlways(only);
  const freeMinutes = deductedMinutes(checked.rule);
  return bands.flatMap(({ band, from, to, weekdays, pointer }) => {
    const insideDay = from < to || to === 0;
    const charge = plainCharge(band, { checked, freeMinutes, alone, insideDay });
    if ('code' in charge) {
      problems.push(inexpressible(checked.format, `${pointer}/charge${charge.inside}`, charge.code));
      return [];
    }
    return [{ pointer, from, to, weekdays, charge }];
  });
};

const chargedTariff = (document: TariffDocument, checked: CheckedRule): PlainTariff | ExchangeProblem[] => {
  const { rule, source, format } = checked;
  const problems = checkRule(checked);
  const bands = placed(document, checked, problems);
  const plain = plainBands(checked, bands, problems);
  const [only] = bands;
  const neverEnds = bands.length === 1 && only !== undefined && holdsAlways(only);
  if (rule.atBandEnd === 'runOn' && !neverEnds) {
    problems.push(inexpressible(format, source.pointerOf('atBandEnd'), 'run-on'));
  }
  if (problems.length > 0) return problems;
  const { rounding, maximumStayMinutes, otherTimes } = rule;
  return {
    zone: document.zone,
    currency: document.currency,
    bands: plain,
    otherTimesFree: otherTimes === 'free',
    ...(rounding !== undefined && rounding.toFen > 1 && { roundUpToFen: rounding.toFen }),
    ...(maximumStayMinutes !== undefined && { maximumStayMinutes }),
  };
};

const freeAtAllTimes = ({ zone, currency }: TariffDocument, pointer: string): PlainTariff => ({
  zone,
  currency,
  bands: [{ pointer, from: 0, to: 1440, weekdays: everyWeekday, charge: { kind: 'free' } }],
  otherTimesFree: false,
});

export const plainTariff = (
  document: TariffDocument,
  vehicleClass: string,
  format: Format,
): PlainTariff | ExchangeProblem[] => {
  const source = ruleSource(document, vehicleClass);
  if (source === undefined) return [inexpressible(format, '/rules', 'unknown-class')];
  const { rule, pointer } = source;
  if (rule.kind === 'noCharge') return freeAtAllTimes(document, pointer);
  return chargedTariff(document, { rule, source, format });
};
