// Alipay's times: `2026-03-02 08:30:00`, always in China's offset, whatever the zone of this process.
import { type EpochMs, parseInstant } from '../../../domain/time.ts';

const offsetMs = 8 * 3_600_000;

export const chinaTime = (atMs: number): string =>
  new Date(atMs + offsetMs).toISOString().slice(0, 19).replace('T', ' ');

/** Undefined for anything that is not such a time. */
export const instantOf = (text: string | undefined): EpochMs | undefined =>
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text ?? '')
    ? parseInstant(`${(text ?? '').replace(' ', 'T')}+08:00`)
    : undefined;
