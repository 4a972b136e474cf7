// A history as it is kept beside the tests: readable, and silent about who recorded it.
import { PROJECT_FOLDER } from '../../embedded/index.ts';

interface Long {
  toNumber(): number;
}

const isLong = (value: object): value is Long => 'low' in value && 'high' in value;

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** As a history is encoded: 64-bit numbers as numbers, bytes as base64. Who recorded it, and where, is nobody's business. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(/^\d+@.*$/, 'recorder');
  if (typeof value !== 'object' || value === null) return value;
  if (isLong(value)) return value.toNumber();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  const fields = Object.entries(value).filter(([, field]) => !isEmpty(field));
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]));
};

/** Stack traces name files by their place in the project or among its packages, not on the machine that recorded them. */
export const historyText = ({ events }: { readonly events?: unknown }): string =>
  `${JSON.stringify({ events: plain(events) }, null, 1)
    .replaceAll(`${PROJECT_FOLDER}/`, '')
    .replace(/(?:\/[\w.-]+)+\/(?=node_modules\/)/g, '')}\n`;
