// The built-in tariff of the demo city and of first steps: one document that shows most of the language.
import { fen } from '../money.ts';
import { type ChargedRule, type TariffDocument } from './document.ts';

interface Prices {
  readonly firstHour: number;
  readonly later: number;
  readonly night: number;
  readonly dayCap: number;
}

const charged = ({ firstHour, later, night, dayCap }: Prices): ChargedRule => ({
  kind: 'charged',
  free: { minutes: 15, mode: 'threshold', inclusive: true },
  tierClock: { counts: 'elapsed', restarts: 'stay' },
  partialMinute: 'dropped',
  partialUnit: { kind: 'started' },
  atBandEnd: 'split',
  bands: [
    {
      name: 'day',
      text: { zh: '白天', en: 'day' },
      from: '08:00',
      to: '20:00',
      charge: {
        kind: 'units',
        tiers: [
          { untilMinutes: 60, unitMinutes: 30, unitPriceFen: fen(firstHour) },
          { untilMinutes: null, unitMinutes: 30, unitPriceFen: fen(later) },
        ],
      },
    },
    {
      name: 'night',
      text: { zh: '夜间', en: 'night' },
      from: '20:00',
      to: '08:00',
      charge: { kind: 'units', tiers: [{ untilMinutes: null, unitMinutes: 60, unitPriceFen: fen(night) }] },
    },
  ],
  caps: [{ per: 'calendarDay', amountFen: fen(dayCap) }],
});

/**
 * 15 minutes free; by day 5 yuan per started half hour in the first hour and 7.50 after it, by night 1 yuan per
 * started hour, at most 60 yuan a calendar day; large vehicles pay double, emergency vehicles nothing.
 */
export const sampleTariff = (zone = 'Asia/Shanghai', currency = 'CNY'): TariffDocument => ({
  schemaVersion: 1,
  name: { zh: '示例费率', en: 'Sample tariff' },
  currency,
  zone,
  rules: {
    small: charged({ firstHour: 500, later: 750, night: 100, dayCap: 6000 }),
    large: charged({ firstHour: 1000, later: 1500, night: 200, dayCap: 12_000 }),
    other: { kind: 'sameAs', vehicleClass: 'small' },
    emergency: { kind: 'noCharge', text: { zh: '应急车辆免费', en: 'emergency vehicles pay nothing' } },
  },
});
