// Whether a cap leaves room for one unit of what it covers: a lower one is a mistyped amount.
import { eventOverridesOf } from './event-prices.ts';
import { type Report } from './reader.ts';
import { everyMonthDay, isChosen, kindsOf, type Day } from './days.ts';
import { type Cap, type Charge, type ChargedRule, type DayChoice, type TariffDocument } from './document.ts';

/** The dearest single unit of a charge, the amount of a flat; a ladder has no unit that stands for itself. */
const unitFen = (charge: Charge): number => {
  switch (charge.kind) {
    case 'units':
      return Math.max(...charge.tiers.map(({ unitPriceFen }) => unitPriceFen));
    case 'flat':
      return charge.amountFen;
    case 'free':
    case 'ladder':
      return 0;
  }
};

const everyDay = (document: TariffDocument): Day[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    kindsOf(document, weekday).flatMap((kind) => everyMonthDay.map((monthDay) => ({ weekday, kind, monthDay }))),
  );

const isUnrestricted = ({ days, seasons }: DayChoice): boolean => days === undefined && seasons === undefined;

const meet = (document: TariffDocument, one: DayChoice, other: DayChoice): boolean => {
  if (isUnrestricted(one) || isUnrestricted(other)) return true;
  const seasons = document.seasons ?? [];
  return everyDay(document).some((day) => isChosen(one, day, seasons) && isChosen(other, day, seasons));
};

const coveredUnitFen = (document: TariffDocument, rule: ChargedRule, cap: Cap): number => {
  const bands = rule.bands.filter((band) => cap.bands?.includes(band.name) !== false && meet(document, band, cap));
  const extras = cap.bands === undefined && cap.per !== 'occurrence';
  return Math.max(
    0,
    ...bands.map(({ charge }) => unitFen(charge)),
    ...(extras ? eventOverridesOf(rule).map(({ charge }) => unitFen(charge)) : []),
    extras && rule.opening ? rule.opening.amountFen : 0,
  );
};

export const checkCaps = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  rule.caps.forEach((cap, index) => {
    const amounts = typeof cap.amountFen === 'number' ? [cap.amountFen] : cap.amountFen;
    const lowest = Math.min(...amounts);
    const needed = coveredUnitFen(document, rule, cap);
    if (lowest >= needed) return;
    report(`/caps/${index}`, 'cap-below-unit', `caps at ${lowest} fen, but a single unit or flat costs ${needed}`);
  });
};
