// What is allowed in a tariff and yet hardly meant: each finding names its place and what to do.
import { eventsAt } from './event-prices.ts';
import { minutesPerDay, spanOf } from './bands.ts';
import { everyMonthDay, isChosen, kindsOf } from './days.ts';
import { type Band, type Charge, type ChargedRule, type TariffDocument, type Text } from './document.ts';
import { freeTimesOf } from './meter-rule.ts';

export type FindingCode =
  | 'band-never-holds'
  | 'cap-without-effect'
  | 'free-time-fills-period'
  | 'jump-never-reached'
  | 'no-small-class'
  | 'price-rounded-away'
  | 'tier-never-reached'
  | 'unused-own-day'
  | 'unused-season'
  | 'zero-percent';

export interface TariffFinding {
  readonly pointer: string;
  readonly code: FindingCode;
  readonly message: Text;
}

type Note = (pointer: string, code: FindingCode, zh: string, en: string) => void;

/** How long the tier clock can run before it restarts, in minutes. */
const clockReachMinutes = (rule: ChargedRule, band: Band | undefined): number => {
  switch (rule.tierClock.restarts) {
    case 'occurrence': {
      const span = band && spanOf(band);
      return span ? span.toMinute - span.fromMinute : Infinity;
    }
    case 'calendarDay':
      // The day on which clocks are set back has 25 hours.
      return minutesPerDay + 60;
    case 'window':
      return rule.windowMinutes ?? minutesPerDay;
    case 'stay':
      return Infinity;
  }
};

const lintCharge = (charge: Charge, reach: number, pointer: string, note: Note): void => {
  const untils =
    charge.kind === 'units'
      ? charge.tiers.map(({ untilMinutes }) => untilMinutes)
      : charge.kind === 'ladder'
        ? charge.steps.map(({ untilMinutes }) => untilMinutes)
        : [];
  const member = charge.kind === 'ladder' ? 'steps' : 'tiers';
  untils.forEach((_, index) => {
    const starts = untils[index - 1] ?? 0;
    if (index === 0 || starts < reach) return;
    note(
      `${pointer}/${member}/${index}`,
      'tier-never-reached',
      `该档从 ${starts} 分钟开始，但计时在 ${reach} 分钟内重新开始`,
      `starts at ${starts} minutes, but the tier clock restarts within ${reach}`,
    );
  });
};

const canHold = (document: TariffDocument, band: Band): boolean =>
  [1, 2, 3, 4, 5, 6, 7].some((weekday) =>
    kindsOf(document, weekday).some((kind) =>
      everyMonthDay.some((monthDay) => isChosen(band, { weekday, kind, monthDay }, document.seasons ?? [])),
    ),
  );

const highest = (amount: number | readonly number[]): number =>
  typeof amount === 'number' ? amount : Math.max(...amount);

const lintCaps = (rule: ChargedRule, base: string, note: Note): void => {
  const whole = rule.caps.filter((cap) => !cap.bands && !cap.days && !cap.seasons);
  const window = whole.find(({ per }) => per === 'window');
  const sevenIndex = rule.caps.findIndex((cap) => cap.per === 'sevenDays' && !cap.bands);
  const seven = rule.caps[sevenIndex];
  if (window === undefined || seven === undefined) return;
  const windows = (7 * minutesPerDay) / (rule.windowMinutes ?? minutesPerDay);
  const lowest = typeof seven.amountFen === 'number' ? seven.amountFen : Math.min(...seven.amountFen);
  if (lowest < windows * highest(window.amountFen)) return;
  note(
    `${base}/caps/${sevenIndex}`,
    'cap-without-effect',
    '七日内各周期封顶之和已不超过该封顶',
    'the caps of its windows never add up to more',
  );
};

const lintPeriods = (rule: ChargedRule, base: string, note: Note): void => {
  const windowMinutes = rule.windowMinutes ?? minutesPerDay;
  rule.jumps?.forEach(({ per, overMinutes }, index) => {
    const reach = per === 'stay' ? Infinity : per === 'window' ? windowMinutes : minutesPerDay + 60;
    if (overMinutes < reach) return;
    const zh = `一个周期只有 ${reach} 分钟，永远不会超过 ${overMinutes} 分钟`;
    note(
      `${base}/jumps/${index}`,
      'jump-never-reached',
      zh,
      `a period has ${reach} minutes, never more than ${overMinutes}`,
    );
  });
  freeTimesOf(rule).forEach(({ per, minutes }) => {
    const reach = per === 'window' ? windowMinutes : per === 'calendarDay' ? minutesPerDay : Infinity;
    if (minutes < reach) return;
    note(`${base}/free`, 'free-time-fills-period', '免费时长占满整个周期', 'all of each period is free');
  });
};

const lintRule = (document: TariffDocument, rule: ChargedRule, base: string, note: Note): void => {
  rule.bands.forEach((band, index) => {
    const pointer = `${base}/bands/${index}`;
    lintCharge(band.charge, clockReachMinutes(rule, band), `${pointer}/charge`, note);
    if (!canHold(document, band)) {
      note(pointer, 'band-never-holds', '没有任何一天同时符合其日期与季节', 'no day is of its days and its seasons');
    }
  });
  eventsAt(rule).forEach(([event, pointer]) => {
    lintCharge(event.charge, clockReachMinutes(rule, undefined), `${base}${pointer}/charge`, note);
  });
  lintCaps(rule, base, note);
  lintPeriods(rule, base, note);
  const prices = rule.bands
    .flatMap(({ charge }) => (charge.kind === 'units' ? charge.tiers : []))
    .map((tier) => tier.unitPriceFen);
  const lowest = Math.min(...prices.filter((price) => price > 0));
  if (rule.rounding && rule.rounding.mode === 'down' && lowest < rule.rounding.toFen) {
    note(
      `${base}/rounding`,
      'price-rounded-away',
      '单个计时单位的费用会被舍去',
      'one unit costs less than the step and is dropped',
    );
  }
};

const lintNames = (document: TariffDocument, note: Note): void => {
  const text = JSON.stringify(document.rules);
  document.ownDays?.forEach((name, index) => {
    if (text.includes(JSON.stringify(name))) return;
    note(`/ownDays/${index}`, 'unused-own-day', `没有规则使用“${name}”`, `no rule names "${name}"`);
  });
  document.seasons?.forEach(({ name }, index) => {
    if (text.includes(JSON.stringify(name))) return;
    note(`/seasons/${index}`, 'unused-season', `没有规则使用“${name}”`, `no rule names "${name}"`);
  });
  if (document.rules['small'] === undefined) {
    const en = 'stays whose class is not known are small, and have no tariff';
    note('/rules', 'no-small-class', '车型未知的停放按小型车处理，将没有费率', en);
  }
};

/** Of a document that `parseTariff` accepted: what it says and may not mean. */
export const lintTariff = (document: TariffDocument): TariffFinding[] => {
  const findings: TariffFinding[] = [];
  const note: Note = (pointer, code, zh, en) => findings.push({ pointer, code, message: { zh, en } });
  lintNames(document, note);
  for (const [name, rule] of Object.entries(document.rules)) {
    if (rule.kind === 'charged') lintRule(document, rule, `/rules/${name}`, note);
    if (rule.kind === 'sameAs' && rule.percent === 0) {
      note(`/rules/${name}/percent`, 'zero-percent', '免费请用 noCharge 写明', 'say noCharge where nothing is charged');
    }
  }
  return findings;
};
