// Cursors of lists: the key of the last row, signed together with the list, the company and the filters it belongs to.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from '../platform/sealed.ts';
import { type Actor } from './handler.ts';
import { Problem } from './problems.ts';

export type CursorKey = readonly (string | number)[];

interface ListRequest {
  readonly operationId: string;
  readonly actor: Pick<Actor, 'companyId'>;
  readonly query: { readonly cursor?: string; readonly limit?: number };
}

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

const tagBytes = 16;
const defaultLimit = 50;

const invalid = (): Problem =>
  new Problem('cursor-invalid', {
    errors: [{ pointer: '/query/cursor', code: 'cursor-invalid', message: 'is not a cursor of this list' }],
  });

/** Filters change what a cursor means; the page size does not. */
const subjectOf = ({ operationId, actor, query }: ListRequest): string => {
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  return JSON.stringify([
    operationId,
    actor.companyId ?? '',
    Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
};

export interface Cursors {
  /** The key after which to go on; undefined for the first page. Throws `cursor-invalid`. */
  read(request: ListRequest): CursorKey | undefined;
  /** How many rows to ask for: one more than the page holds. */
  limit(request: ListRequest): number;
  page<Row, Item>(
    request: ListRequest,
    rows: readonly Row[],
    keyOf: (row: Row) => CursorKey,
    itemOf: (row: Row) => Item,
  ): Page<Item>;
}

export const cursors = (tokenKey: Buffer): Cursors => {
  const key = derivedKey(tokenKey, 'cursor');
  const tagOf = (request: ListRequest, text: string): Buffer =>
    createHmac('sha256', key)
      .update(`${subjectOf(request)}\n${text}`)
      .digest()
      .subarray(0, tagBytes);
  const pageSize = ({ query }: ListRequest): number => query.limit ?? defaultLimit;
  return {
    read: (request) => {
      const { cursor } = request.query;
      if (cursor === undefined) return undefined;
      const [text = '', tag = ''] = cursor.split('.');
      const given = Buffer.from(tag, 'base64url');
      const expected = tagOf(request, text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalid();
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as CursorKey;
    },
    limit: (request) => pageSize(request) + 1,
    page: (request, rows, keyOf, itemOf) => {
      const size = pageSize(request);
      const shown = rows.slice(0, size);
      const items = shown.map(itemOf);
      const last = shown.at(-1);
      if (rows.length <= size || last === undefined) return { items };
      const text = Buffer.from(JSON.stringify(keyOf(last))).toString('base64url');
      return { items, nextCursor: `${text}.${tagOf(request, text).toString('base64url')}` };
    },
  };
};
