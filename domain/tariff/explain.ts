// Turns what a meter did into the lines of a breakdown, with their texts in Chinese and English.
import { type DayNumber } from '../local-time.ts';
import { fen, zeroFen } from '../money.ts';
import { epochMs, minuteMs, type EpochMs } from '../time.ts';
import { type AdjustmentKind } from './adjust.ts';
import { dayTypeName } from './days.ts';
import { type Place } from './day-plan.ts';
import { type ChargedRule, type Period, type Text } from './document.ts';
import { type Run } from './metering.ts';
import { eventOverridesOf } from './event-prices.ts';
import { otherTimesIndex } from './stretches.ts';
import { type TariffLine } from './tariff.ts';

const capNames: Readonly<Record<Period, Text>> = {
  occurrence: { zh: '时段封顶', en: 'cap of the time band' },
  calendarDay: { zh: '每日封顶', en: 'daily cap' },
  window: { zh: '计费周期封顶', en: 'cap per charging window' },
  sevenDays: { zh: '七日封顶', en: 'seven-day cap' },
  stay: { zh: '单次封顶', en: 'cap per stay' },
};

const periodNames: Readonly<Record<Period, Text>> = {
  occurrence: { zh: '本时段', en: 'this time band' },
  calendarDay: { zh: '当日', en: 'the day' },
  window: { zh: '本计费周期', en: 'the charging window' },
  sevenDays: { zh: '七日', en: 'seven days' },
  stay: { zh: '本次停放', en: 'the stay' },
};

/** `12.30 CNY`. A currency without cents still shows two places, because amounts are always 1/100 of its unit. */
const amountText = (amountFen: number, currency: string): string => `${(amountFen / 100).toFixed(2)} ${currency}`;

const dayTypeAt = ({ local, dayOf }: Place, at: number): string =>
  dayTypeName(dayOf(local.dayOf(at as EpochMs) as DayNumber));

const unchargedLine = (place: Place, from: number, to: number) => ({
  dayType: dayTypeAt(place, from),
  tier: 0,
  units: 0,
  unitMinutes: 0,
  unitPriceFen: zeroFen,
  amountFen: zeroFen,
  from: epochMs(from),
  to: epochMs(to),
});

export const freeTimeLine = (place: Place, from: number, to: number): TariffLine => {
  const freeMinutesUsed = Math.ceil((to - from) / minuteMs);
  return {
    kind: 'freeTime',
    band: 'free-time',
    ...unchargedLine(place, from, to),
    freeMinutesUsed,
    text: { zh: `免费时长 ${freeMinutesUsed} 分钟`, en: `free time, ${freeMinutesUsed} min` },
  };
};

export const noChargeLine = (place: Place, from: number, to: number, text: Text | undefined): TariffLine => ({
  kind: 'noCharge',
  band: 'no-charge',
  ...unchargedLine(place, from, to),
  text: text ?? { zh: '免收停车费', en: 'no charge' },
});

const nameOf = (rule: ChargedRule, index: number): { readonly band: string; readonly text: Text } => {
  const band = rule.bands[index];
  if (band !== undefined) return { band: band.name, text: band.text ?? { zh: band.name, en: band.name } };
  if (index === otherTimesIndex)
    return { band: 'other-times', text: { zh: '非收费时段', en: 'outside charging hours' } };
  const events = eventOverridesOf(rule);
  const event = events[index - rule.bands.length];
  if (event !== undefined) return { band: 'event', text: event.text ?? { zh: '活动时段', en: 'event' } };
  if (index !== rule.bands.length + events.length) throw new RangeError(`there is no band ${index}`);
  const minutes = rule.opening?.minutes ?? 0;
  return { band: 'opening', text: { zh: `首${minutes}分钟`, en: `the first ${minutes} min` } };
};

const limitedText = (run: Run, currency: string): Text => {
  if (run.limitPer === undefined || run.reducedFen === 0) return { zh: '', en: '' };
  const cap = capNames[run.limitPer];
  const cut = amountText(run.reducedFen, currency);
  return { zh: `（${cap.zh}，减 ${cut}）`, en: ` (${cap.en}, less ${cut})` };
};

const chargedText = (name: Text, run: Run, currency: string): Text => {
  const sum = amountText(run.amountFen, currency);
  const limited = limitedText(run, currency);
  const tier = run.tierIndex + 1;
  if (run.stepEndMs !== undefined) {
    const until = run.stepEndMs / minuteMs;
    const reach: Text =
      until === Infinity ? { zh: '超出部分', en: 'beyond' } : { zh: `至${until}分钟`, en: `up to ${until} min` };
    return {
      zh: `${name.zh} 第${tier}档 ${reach.zh} 加收 = ${sum}${limited.zh}`,
      en: `${name.en}, step ${tier}, ${reach.en}, adds = ${sum}${limited.en}`,
    };
  }
  if (run.tier === undefined) {
    const again: Text = run.units === 0 ? { zh: '（已收取）', en: ' (already charged)' } : limited;
    return { zh: `${name.zh} 按次 = ${sum}${again.zh}`, en: `${name.en}, flat = ${sum}${again.en}` };
  }
  const minutes = run.tier.unitMs / minuteMs;
  const price = amountText(run.tier.priceFen, currency);
  return {
    zh: `${name.zh} 第${tier}档 ${run.units} × ${minutes}分钟 × ${price} = ${sum}${limited.zh}`,
    en: `${name.en}, tier ${tier}, ${run.units} × ${minutes} min at ${price} = ${sum}${limited.en}`,
  };
};

const jumpLine = (place: Place, run: Run): TariffLine => {
  const period = periodNames[run.limitPer ?? 'stay'];
  const sum = amountText(run.amountFen, place.currency);
  return {
    kind: 'jump',
    band: 'jump',
    ...unchargedLine(place, run.from, run.to),
    amountFen: fen(run.amountFen),
    text: { zh: `${period.zh}超时按整段计，加收 ${sum}`, en: `${period.en} is charged as a whole, adds ${sum}` },
  };
};

/** The line of a run of units, a flat, a jump or free time. */
export const lineOf = (rule: ChargedRule, place: Place, run: Run): TariffLine => {
  if (run.kind === 'freeTime') return freeTimeLine(place, run.from, run.to);
  if (run.kind === 'jump') return jumpLine(place, run);
  const { band, text } = nameOf(rule, run.index);
  const blank = unchargedLine(place, run.from, run.to);
  const dayType = run.occurrence?.dayType ?? blank.dayType;
  if (run.kind === 'free') {
    return { kind: 'free', band, ...blank, dayType, text: { zh: `${text.zh} 免费`, en: `${text.en}, free` } };
  }
  return {
    kind: run.kind,
    band,
    ...blank,
    dayType,
    tier: run.kind === 'flat' ? 0 : run.tierIndex + 1,
    units: run.units,
    unitMinutes: run.tier === undefined ? 0 : run.tier.unitMs / minuteMs,
    unitPriceFen: fen(run.tier?.priceFen ?? run.amountFen + run.reducedFen),
    amountFen: fen(run.amountFen),
    ...(run.limitPer && { capApplied: { per: run.limitPer, reducedFen: fen(run.reducedFen) } }),
    text: chargedText(text, run, place.currency),
  };
};

const adjustmentTexts: Readonly<Record<AdjustmentKind, (factor: number, currency: string) => Text>> = {
  bays: (bays) => ({ zh: `占用 ${bays} 个泊位`, en: `${bays} bays taken` }),
  percent: (percent) => ({ zh: `按 ${percent}% 计`, en: `${percent} per cent of it` }),
  minimum: (amount, currency) => ({
    zh: `最低收费 ${amountText(amount, currency)}`,
    en: `at least ${amountText(amount, currency)}`,
  }),
  rounding: (amount, currency) => ({
    zh: `取整至 ${amountText(amount, currency)}`,
    en: `rounded to ${amountText(amount, currency)}`,
  }),
};

export interface Adjustment {
  readonly kind: AdjustmentKind;
  readonly amountFen: number;
  readonly factor: number;
}

/** It holds for the whole stay, so it lies at its end. */
export const adjustmentLine = (place: Place, { kind, amountFen, factor }: Adjustment, exit: number): TariffLine => ({
  kind: 'adjustment',
  band: kind,
  ...unchargedLine(place, exit, exit),
  amountFen: fen(amountFen),
  text: adjustmentTexts[kind](factor, place.currency),
});
