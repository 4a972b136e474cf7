// Turns the runs of a meter into the lines of a breakdown, with their texts in Chinese and English.
import { type DayType } from '../calendar.ts';
import { fen, zeroFen, type Fen } from '../money.ts';
import { epochMs, minuteMs, type EpochMs } from '../time.ts';
import { type Band, type Period, type Text } from './document.ts';
import { type Run } from './meter.ts';
import { type TariffLine } from './tariff.ts';

const capNames: Readonly<Record<Period, Text>> = {
  calendarDay: { zh: '每日封顶', en: 'daily cap' },
  window24h: { zh: '24小时封顶', en: '24-hour cap' },
  stay: { zh: '单次封顶', en: 'cap per stay' },
};

/** `12.30 CNY`. A currency without cents still shows two places, because amounts are always 1/100 of its unit. */
const amountText = (amountFen: number, currency: string): string => `${(amountFen / 100).toFixed(2)} ${currency}`;

const unchargedLine = (from: number, to: number, dayType: DayType) => ({
  dayType,
  tier: 0,
  units: 0,
  unitMinutes: 0,
  unitPriceFen: zeroFen,
  amountFen: zeroFen,
  from: epochMs(from),
  to: epochMs(to),
});

export const freeTimeLine = (from: EpochMs, to: EpochMs, dayType: DayType): TariffLine => {
  const freeMinutesUsed = Math.ceil((to - from) / minuteMs);
  return {
    band: 'free-time',
    ...unchargedLine(from, to, dayType),
    freeMinutesUsed,
    text: { zh: `免费时长 ${freeMinutesUsed} 分钟`, en: `free time, ${freeMinutesUsed} min` },
  };
};

export const noChargeLine = (from: EpochMs, to: EpochMs, dayType: DayType, text: Text | undefined): TariffLine => ({
  band: 'no-charge',
  ...unchargedLine(from, to, dayType),
  text: text ?? { zh: '免收停车费', en: 'no charge' },
});

const unitsText = (band: Text, run: Run, unitMinutes: number, priceFen: Fen, currency: string): Text => {
  const price = amountText(priceFen, currency);
  const tier = run.tierIndex + 1;
  const sum = amountText(run.amountFen, currency);
  const cap = run.capPer && capNames[run.capPer];
  const cut = amountText(run.reducedFen, currency);
  const capped: Text = cap ? { zh: `（${cap.zh}，减 ${cut}）`, en: ` (${cap.en}, less ${cut})` } : { zh: '', en: '' };
  return {
    zh: `${band.zh} 第${tier}档 ${run.units} × ${unitMinutes}分钟 × ${price} = ${sum}${capped.zh}`,
    en: `${band.en}, tier ${tier}, ${run.units} × ${unitMinutes} min at ${price} = ${sum}${capped.en}`,
  };
};

export const lineOf = (run: Run, bands: readonly Band[], currency: string): TariffLine => {
  const { bandIndex, dayType } = run.occurrence;
  const band = bands[bandIndex];
  if (band === undefined) throw new RangeError(`there is no band ${bandIndex}`);
  const name = band.text ?? { zh: band.name, en: band.name };
  const tier = band.charge.kind === 'units' ? band.charge.tiers[run.tierIndex] : undefined;
  if (tier === undefined) {
    return {
      band: band.name,
      ...unchargedLine(run.from, run.to, dayType),
      text: { zh: `${name.zh} 免费`, en: `${name.en}, free` },
    };
  }
  return {
    band: band.name,
    dayType,
    tier: run.tierIndex + 1,
    units: run.units,
    unitMinutes: tier.unitMinutes,
    unitPriceFen: tier.unitPriceFen,
    amountFen: fen(run.amountFen),
    ...(run.capPer && { capApplied: { per: run.capPer, reducedFen: fen(run.reducedFen) } }),
    from: epochMs(run.from),
    to: epochMs(run.to),
    text: unitsText(name, run, tier.unitMinutes, tier.unitPriceFen, currency),
  };
};
