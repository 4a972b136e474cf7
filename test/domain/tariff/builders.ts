// What the tariff tests share: short ways to write stays and documents.
import { chinaCalendar2026 } from '../../../domain/calendar.ts';
import { fen, type Fen } from '../../../domain/money.ts';
import { isRefusal, type Refusal } from '../../../domain/refusal.ts';
import { compileTariff } from '../../../domain/tariff/compile.ts';
import { type Band, type Charge, type ChargedRule, type TariffDocument } from '../../../domain/tariff/document.ts';
import { fee, type CompiledTariff, type Stay } from '../../../domain/tariff/tariff.ts';
import { parseInstant, type EpochMs } from '../../../domain/time.ts';

export const numRuns = process.env['LONG'] ? 10_000 : 300;

export const at = (text: string): EpochMs => {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
};

/** `2026-03-11 18:00` to an instant, in China unless said otherwise. */
export const local = (text: string, offset = '+08:00'): EpochMs => at(`${text.replace(' ', 'T')}:00${offset}`);

export const stay = (entry: EpochMs, exit: EpochMs, vehicleClass = 'small'): Stay => ({ entry, exit, vehicleClass });

export const amountOf = (value: Fen | Refusal): Fen => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code} ${value.detail ?? ''}`);
  return value;
};

export const feeOf = (compiled: CompiledTariff, entry: EpochMs, exit: EpochMs, vehicleClass = 'small'): Fen =>
  amountOf(fee(compiled, stay(entry, exit, vehicleClass)));

export const units = (unitMinutes: number, unitPriceFen: number): Charge => ({
  kind: 'units',
  tiers: [{ untilMinutes: null, unitMinutes, unitPriceFen: fen(unitPriceFen) }],
});

export const allDay = (charge: Charge): Band => ({ name: 'all-day', from: '00:00', to: '24:00', charge });

export const documentOf = (rule: Partial<ChargedRule>, zone = 'Asia/Shanghai'): TariffDocument => ({
  schemaVersion: 1,
  currency: 'CNY',
  zone,
  rules: {
    small: {
      kind: 'charged',
      tierClock: { counts: 'elapsed', restarts: 'stay' },
      partialMinute: 'dropped',
      partialUnit: { kind: 'started' },
      atBandEnd: 'split',
      bands: [allDay(units(30, 500))],
      caps: [],
      ...rule,
    },
  },
});

export const compiled = (rule: Partial<ChargedRule>, zone?: string): CompiledTariff =>
  compileTariff(documentOf(rule, zone), chinaCalendar2026);

export { anyDocument, anyEntry, anyLengthMinutes, anyRule, zones } from './any-document.ts';
