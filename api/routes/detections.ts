// Raw detection records (F160): what devices reported, for whoever compares a sensor with what was billed.
import { type DetectionRow, listDetections } from '../../db/queries/detection-list.ts';
import { parseInstant } from '../../domain/time.ts';
import { type CursorKey, type Cursors } from '../cursors.ts';
import { type Handlers, type Schema } from '../handler.ts';
import { text } from '../show-session.ts';

const show = ({ ingested: _ingested, at, receivedAt, ...row }: DetectionRow): Schema<'Detection'> => ({
  ...row,
  at: text(at),
  receivedAt: text(receivedAt),
});

const keyOf = ({ at, ingested }: DetectionRow): CursorKey => [at, ingested];

export const detectionRoutes = ({ cursors }: { readonly cursors: Cursors }): Handlers<'listDetections'> => ({
  async listDetections(request) {
    const { cursor: _cursor, limit: _limit, from, until, ...named } = request.query;
    const [start, end] = [from, until].map((given) => (given === undefined ? undefined : parseInstant(given)));
    const filters = {
      ...named,
      ...(start === undefined ? {} : { from: start }),
      ...(end === undefined ? {} : { until: end }),
    };
    const key = cursors.read(request);
    const after = key === undefined ? {} : { after: { at: Number(key[0]), ingested: Number(key[1]) } };
    const rows = await listDetections(request.tx, filters, { ...after, limit: cursors.limit(request) });
    return { status: 200, body: cursors.page(request, rows, keyOf, show) };
  },
});
