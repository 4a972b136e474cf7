// Compares two chosen tariffs over given stays, or over the past stays of a period.
import { lotNames } from '../../db/queries/tariff-past-stays.ts';
import { type Tx } from '../../db/rows.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { compareTariffs, type ChangedStay } from '../../domain/tariff/compare.ts';
import { dayMs, formatInstant } from '../../domain/time.ts';
import { type FreeRequest, type Schema } from '../handler.ts';
import { malformed, Problem } from '../problems.ts';
import { comparePast } from './compare-past.ts';
import { readInstant, readStays, readyChoice, type ReadyChoice } from './documents.ts';

const mostComparedDays = 100_000;
const mostPastDays = 31;
const usualBiggest = 20;

const changeOf = (
  { stay, beforeFen, afterFen, differenceFen }: Omit<ChangedStay<unknown>, 'key'>,
  key: Pick<Schema<'TariffChangedStay'>, 'stay' | 'sessionId' | 'lotId'>,
): Schema<'TariffChangedStay'> => ({
  ...key,
  entry: formatInstant(stay.entry),
  exit: formatInstant(stay.exit),
  vehicle: stay.vehicleClass,
  beforeFen,
  afterFen,
  differenceFen,
});

type ComparisonRequest = FreeRequest<'compareTariffs'>;
type Pair = readonly [ReadyChoice, ReadyChoice];

const compareGiven = (
  [before, after]: Pair,
  given: readonly Schema<'TariffStay'>[],
  biggest: number,
): Omit<Schema<'TariffComparison'>, 'currency'> => {
  const stays: Schema<'TariffStayDifference'>[] = [];
  const compared = compareTariffs(before.compiled, after.compiled, readStays(given, mostComparedDays), {
    biggest,
    each: (_, beforeFee, afterFee) => {
      const beforeFen = isRefusal(beforeFee) ? null : beforeFee;
      const afterFen = isRefusal(afterFee) ? null : afterFee;
      const differenceFen = beforeFen === null || afterFen === null ? null : afterFen - beforeFen;
      stays.push({ beforeFen, afterFen, differenceFen });
    },
  });
  const changes = compared.biggest.map((change) =>
    changeOf(change, { stay: change.key, sessionId: null, lotId: null }),
  );
  return { totals: compared.totals, lots: [], biggest: changes, stays };
};

const expectLots = async (tx: Tx, lotIds: readonly string[]): Promise<void> => {
  const names = await lotNames(tx, lotIds);
  const errors = lotIds.flatMap((lotId, index) =>
    names.has(lotId)
      ? []
      : [{ pointer: `/body/past/lotIds/${index}`, code: 'unknown-reference', message: 'does not exist' }],
  );
  if (errors.length > 0) throw new Problem('unknown-reference', { errors: errors.slice(0, 50) });
};

const compareStored = async (
  request: ComparisonRequest,
  pair: Pair,
  past: Schema<'TariffPastStays'>,
  biggest: number,
): Promise<Omit<Schema<'TariffComparison'>, 'currency'>> => {
  // What stays earned is for those who may see stays.
  if (!request.can('read', 'ParkingSession')) throw new Problem('forbidden');
  const [from, until] = [readInstant(past.from, '/body/past/from'), readInstant(past.until, '/body/past/until')];
  if (until <= from) throw malformed('/body/past/until', 'out-of-range', 'must be later than from');
  if (until - from > mostPastDays * dayMs) {
    throw malformed('/body/past/until', 'period-too-long', `at most ${mostPastDays} days after from`);
  }
  const { lotIds } = past;
  if (lotIds !== undefined) await request.transaction((tx) => expectLots(tx, lotIds));
  const { tariffId } = pair[0];
  const which = lotIds === undefined ? tariffId !== undefined && { tariffId } : { lotIds };
  const compared = await comparePast(request, pair, { from, until, ...which }, biggest);
  const changes = compared.biggest.map((change) => {
    const { sessionId, lotId } = change.key;
    return changeOf(change as ChangedStay<unknown>, { stay: null, sessionId, lotId });
  });
  return { totals: compared.totals, lots: compared.lots, biggest: changes, stays: [] };
};

export const compare = async (request: ComparisonRequest): Promise<Schema<'TariffComparison'>> => {
  const { before, after, stays, past, biggest = usualBiggest } = request.body;
  const pair = await request.transaction(
    async (tx) =>
      [
        await readyChoice(tx, request, before, '/body/before'),
        await readyChoice(tx, request, after, '/body/after'),
      ] as const,
  );
  const { currency } = pair[0].compiled;
  if (pair[1].compiled.currency !== currency) {
    throw malformed('/body/after', 'currency-differs', `is not in ${currency}`);
  }
  if (stays !== undefined && past === undefined) return { currency, ...compareGiven(pair, stays, biggest) };
  if (past !== undefined && stays === undefined) {
    return { currency, ...(await compareStored(request, pair, past, biggest)) };
  }
  throw malformed('/body', 'required', 'give either stays or past');
};
