// The reference itself against stays that somebody can check by hand, so that it is not only compared with the engine.
import { expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { type ChargedRule } from '../../../domain/tariff/document.ts';
import { minuteMs } from '../../../domain/time.ts';
import { testCalendar } from './any-document.ts';
import { allDay, documentOf, local, units } from './builders.ts';
import { referenceFee } from './reference.ts';

const day = { name: 'day', from: '08:00', to: '20:00', charge: units(60, 500) };
const night = { name: 'night', from: '20:00', to: '08:00', charge: units(60, 100) };

const flatNight = (per: 'occurrence' | 'stay', afterMinutes = 0) => ({
  ...night,
  charge: { kind: 'flat' as const, amountFen: fen(1000), per, afterMinutes },
});

const ladder = {
  kind: 'ladder' as const,
  steps: [
    { untilMinutes: 60, amountFen: fen(500) },
    { untilMinutes: 240, amountFen: fen(1200) },
  ] as const,
};

interface Row {
  readonly rule: Partial<ChargedRule>;
  readonly entry: string;
  readonly minutes: number;
  readonly fee: number;
  readonly because: string;
}

const rows: Row[] = [
  { rule: {}, entry: '2026-03-12 10:00', minutes: 31, fee: 1000, because: 'two units of half an hour' },
  {
    rule: { bands: [day, night] },
    entry: '2026-03-12 19:30',
    minutes: 90,
    fee: 600,
    because: 'the unit ends at 20:00',
  },
  {
    rule: { bands: [day, night], atBandEnd: 'runOn' },
    entry: '2026-03-12 19:30',
    minutes: 90,
    fee: 600,
    because: 'the unit runs on to 20:30, then a night unit',
  },
  {
    rule: { bands: [day, night], atBandEnd: 'runOn' },
    entry: '2026-03-12 19:30',
    minutes: 60,
    fee: 500,
    because: 'one unit',
  },
  {
    rule: { bands: [day, flatNight('occurrence')] },
    entry: '2026-03-12 19:30',
    minutes: 25 * 60,
    fee: 500 + 1000 + 12 * 500 + 1000,
    because: 'two nights',
  },
  {
    rule: { bands: [day, flatNight('occurrence', 60)] },
    entry: '2026-03-12 19:30',
    minutes: 25 * 60,
    fee: 500 + 1000 + 12 * 500,
    because: 'half an hour of the second night is not enough',
  },
  { rule: { bands: [day, flatNight('stay')] }, entry: '2026-03-12 19:30', minutes: 1500, fee: 7500, because: 'once' },
  { rule: { bands: [allDay(ladder)] }, entry: '2026-03-12 10:00', minutes: 61, fee: 1200, because: 'the second step' },
  {
    rule: { bands: [allDay(ladder)] },
    entry: '2026-03-12 10:00',
    minutes: 600,
    fee: 1200,
    because: 'nothing after it',
  },
  {
    rule: { free: { minutes: 30, mode: 'deducted', inclusive: true } },
    entry: '2026-03-12 10:00',
    minutes: 61,
    fee: 1000,
    because: '31 minutes are left',
  },
  {
    rule: { opening: { minutes: 60, amountFen: fen(700), per: 'stay' } },
    entry: '2026-03-12 10:00',
    minutes: 91,
    fee: 1700,
    because: 'the first hour, and two units',
  },
  {
    rule: { partialUnit: { kind: 'proRata', stepMinutes: 10, rounding: 'up' } },
    entry: '2026-03-12 10:00',
    minutes: 41,
    fee: 500 + 334,
    because: 'two of three steps',
  },
  {
    rule: { partialUnit: { kind: 'afterMinutes', minutes: 10 } },
    entry: '2026-03-12 10:00',
    minutes: 40,
    fee: 500,
    because: 'ten minutes are not more than ten',
  },
  {
    rule: { caps: [{ per: 'calendarDay', amountFen: [fen(1000), fen(2000)] }] },
    entry: '2026-03-12 22:00',
    minutes: 48 * 60,
    fee: 1000 + 2000 + 2000,
    because: 'the first day is capped lower',
  },
  {
    rule: { jumps: [{ per: 'stay', overMinutes: 120, counts: 'elapsed', amountFen: fen(5000) }] },
    entry: '2026-03-12 10:00',
    minutes: 300,
    fee: 5000,
    because: 'longer than two hours',
  },
  {
    rule: { jumps: [{ per: 'stay', overMinutes: 120, counts: 'elapsed', amountFen: fen(5000) }] },
    entry: '2026-03-12 10:00',
    minutes: 120,
    fee: 2000,
    because: 'not longer than two hours',
  },
  {
    rule: { windowMinutes: 45, caps: [{ per: 'window', amountFen: fen(5000) }] },
    entry: '2026-03-12 10:00',
    minutes: 91,
    fee: 2500,
    because: 'a unit ends with the window, and three windows begin',
  },
  {
    rule: { bands: [allDay(units(60, 500))], dayStartsAt: '10:30', unitsEndWithDay: true },
    entry: '2026-03-12 10:00',
    minutes: 90,
    fee: 1000,
    because: 'the day begins at 10:30',
  },
  {
    rule: { minimumFen: fen(800), rounding: { toFen: 300, mode: 'nearest' } },
    entry: '2026-03-12 10:00',
    minutes: 10,
    fee: 900,
    because: '800 rounded to 300',
  },
];

test.each(rows)('$fee fen from $entry for $minutes minutes: $because', ({ rule, entry, minutes, fee }) => {
  const minute = local(entry) / minuteMs;
  const stay = { entry: minute, exit: minute + minutes, vehicleClass: 'small' };
  expect(referenceFee(documentOf(rule), testCalendar, stay)).toBe(fee);
});
