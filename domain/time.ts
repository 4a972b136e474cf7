// Instants and durations. Calendar work (days, bands, zones) lives in local-time.ts.

/** Milliseconds since 1970-01-01T00:00:00Z: the only form of an instant inside the platform. */
export type EpochMs = number & { readonly __unit: 'epoch-ms' };

/** Makes an instant of a number. Throws a RangeError for anything but a safe non-negative integer. */
export const epochMs = (value: number): EpochMs => {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not an instant in milliseconds`);
  return value as EpochMs;
};

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export const plusMs = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads RFC 3339 with an offset; undefined when it is anything else (a time without an offset is not an instant). */
export const parseInstant = (text: string): EpochMs | undefined => {
  if (!rfc3339.test(text)) return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number) as [
    number,
    number,
    number,
  ];
  // Date.parse reads 30 February as 2 March.
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  const value = Date.parse(text);
  return Number.isNaN(value) || value < 0 ? undefined : epochMs(value);
};

/** RFC 3339 in UTC with milliseconds. */
export const formatInstant = (at: EpochMs): string => new Date(at).toISOString();
