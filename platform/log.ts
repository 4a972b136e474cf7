// The log of every process: JSON lines on stderr, with personal data and secrets masked by the name of their field.
import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export interface LogOptions {
  /** The process, as it appears in every line. */
  readonly name: string;
  readonly level?: string;
  /** Where lines go: stderr unless a test listens. */
  readonly destination?: DestinationStream;
}

const CENSOR = '[masked]';
const MAX_DEPTH = 8;
const MAX_REMEMBERED_KEYS = 5_000;

/** The last one or two words of a field's name, run together, that mark its value as not for the log. */
const SENSITIVE = new Set([
  'plate',
  'platenumber',
  'plateno',
  'license',
  'phone',
  'phonenumber',
  'mobile',
  'authorization',
  'cookie',
  'passwd',
  'password',
  'imagefile',
  'token',
  'secret',
  'secretkey',
  'privatekey',
  'apikey',
  'hashkey',
  'datakey',
  'codeckey',
  'tokenkey',
]);

const wordsOf = (key: string): string[] =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const remembered = new Map<string, boolean>();

/** True for `plate`, `exitPlate`, `pass_wd`, `imageFile`, `X-Access-Token`; false for `template` or `plateCount`. */
export const isSensitive = (key: string): boolean => {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const words = wordsOf(key);
  const last = words.at(-1) ?? '';
  const answer = SENSITIVE.has(last) || SENSITIVE.has(`${words.at(-2) ?? ''}${last}`);
  if (remembered.size < MAX_REMEMBERED_KEYS) remembered.set(key, answer);
  return answer;
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const mask = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return CENSOR;
  if (Array.isArray(value)) return value.map((item) => mask(item, depth + 1));
  return isPlain(value) ? maskFields(value, depth) : value;
};

const maskFields = (fields: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value !== undefined && isSensitive(key) ? CENSOR : mask(value, depth + 1),
    ]),
  );

/** A copy without personal data and secrets; class instances other than errors are left to their own `toJSON`. */
export const masked = (fields: Record<string, unknown>): Record<string, unknown> => maskFields(fields, 0);

const serializeError = (error: unknown): unknown =>
  error instanceof Error ? maskFields({ ...pino.stdSerializers.err(error) }, 0) : mask(error, 0);

/** A logger. Lines are written at once, so the last words of a process that dies are in the log. */
export const createLog = (options: LogOptions): Log =>
  pino(
    {
      name: options.name,
      level: options.level ?? process.env['LOG_LEVEL'] ?? 'info',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: masked },
      serializers: { err: serializeError, error: serializeError },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
