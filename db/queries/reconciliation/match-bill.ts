// Matches a loaded bill: each batch of lines in one transaction, with its results, differences and exceptions.
import { differenceFound } from '../../../domain/ledger.ts';
import { transitOf } from '../../../domain/ledger/account.ts';
import { fen, subtractFen, zeroFen, type Fen } from '../../../domain/money.ts';
import { findingOf, type Terms } from '../../../domain/reconciliation/finding.ts';
import { matchLines, type Pair } from '../../../domain/reconciliation/match.ts';
import { type EpochMs } from '../../../domain/time.ts';
import { post } from '../../ledger.ts';
import { type Tx } from '../../rows.ts';
import { channelOf, feeBasisPointsOf, lockBillFile, type BillFile } from './bill-files.ts';
import { bookFromBill } from './book-from-bill.ts';
import { openException, resolveArrived } from './exceptions.ts';
import { nextLines, suspendedByNotice, type StoredLine } from './lines.ts';
import { ownMovements, type Numbers, type OwnMovement } from './own-movements.ts';
import { insertResults, markArrived, newResultId, type NewResult } from './results.ts';

type Match = Pair<StoredLine, OwnMovement> & { readonly booked: boolean };

const numbersOf = (lines: readonly StoredLine[]): Numbers => {
  const of = (kind: StoredLine['kind']) => {
    const some = lines.filter((line) => line.kind === kind);
    return {
      numbers: some.map(({ number }) => number),
      channelNumbers: some.map(({ channelNumber }) => channelNumber).filter((number) => number !== ''),
    };
  };
  return { payments: of('payment'), refunds: of('refund') };
};

/** The channel moved what we have not: the bill is proof enough to book it, and the class still says what was found. */
const mend = async (
  tx: Tx,
  file: BillFile,
  pair: Pair<StoredLine, OwnMovement>,
  terms: Terms,
  at: EpochMs,
): Promise<Match> => {
  const { line, own, finding } = pair;
  if (finding.class !== 'state-differs' || !line.moved || own === undefined) return { ...pair, booked: false };
  if (!(await bookFromBill(tx, file, { line, own, at }))) return { ...pair, booked: false };
  const after = findingOf(line, { ...own, moved: true }, terms);
  return { line, own, finding: { ...after, class: 'state-differs' }, booked: true };
};

/** Written off once, its money left suspense: when it comes after all, that is a difference of its own. */
const writtenOffFen = ({ own }: Match): Fen =>
  own?.missed?.resolution === 'written-off' ? fen(own.missed.suspenseFen) : zeroFen;

const missedFen = ({ own }: Match): Fen => (own?.missed?.absence === 'missing' ? fen(own.missed.suspenseFen) : zeroFen);

const noticed = async (tx: Tx, file: BillFile, matches: readonly Match[]): Promise<ReadonlyMap<Match, Fen>> => {
  const unexplained = matches.filter(({ line, finding }) => line.kind === 'payment' && finding.suspenseFen !== 0);
  const known = new Map(
    await suspendedByNotice(
      tx,
      transitOf(channelOf(file.channel)),
      unexplained.map(({ line }) => line.transactionId),
    ),
  );
  return new Map(
    unexplained.flatMap((match) => {
      const amountFen = known.get(match.line.transactionId);
      return amountFen !== undefined && known.delete(match.line.transactionId) ? [[match, amountFen] as const] : [];
    }),
  );
};

/** Brings the ledger to what the channel settles: whatever nobody can explain goes to suspense. */
export const postDifference = async (
  tx: Tx,
  file: BillFile,
  difference: { readonly resultId: string; readonly amountFen: Fen; readonly at: EpochMs },
): Promise<void> => {
  if (difference.amountFen === 0) return;
  const { resultId, amountFen, at } = difference;
  await post(tx, differenceFound({ resultId, channel: channelOf(file.channel), amountFen }), {
    companyId: file.companyId,
    at,
  });
};

const conclude = async (tx: Tx, file: BillFile, match: Match, resultId: string, noticedFen: Fen, at: EpochMs) => {
  const { line, own, finding, booked } = match;
  const knownFen = fen(noticedFen + missedFen(match));
  await postDifference(tx, file, { resultId, amountFen: subtractFen(finding.suspenseFen, knownFen), at });
  if (own !== undefined && own.missed !== null) {
    await markArrived(tx, [own.missed.resultId]);
    await resolveArrived(tx, own.missed.resultId, at);
  }
  const suspenseFen = subtractFen(finding.suspenseFen, writtenOffFen(match));
  if (finding.class === 'matched' && suspenseFen === 0) return;
  const mended = booked && suspenseFen === 0 ? { resolvedAs: 'booked-from-bill' as const } : {};
  await openException(tx, file, { resultId, kind: line.kind, class: finding.class, suspenseFen, at, ...mended });
};

export interface BatchRequest {
  readonly billFileId: string;
  readonly after: number;
  readonly limit: number;
  readonly at: EpochMs;
}

export interface BatchAnswer {
  /** The last line of the batch. */
  readonly last: number;
  readonly done: boolean;
}

/** Safe to repeat: a line that has its result is passed over. */
export const matchBatch = async (tx: Tx, request: BatchRequest): Promise<BatchAnswer> => {
  const { billFileId, after, limit, at } = request;
  const file = await lockBillFile(tx, billFileId);
  if (file.state !== 'loaded') return { last: after, done: true };
  const lines = await nextLines(tx, billFileId, { after, limit });
  if (lines.length === 0) return { last: after, done: true };
  const feeBasisPoints = await feeBasisPointsOf(tx, file.merchantAccountId);
  const terms: Terms = feeBasisPoints === undefined ? {} : { feeBasisPoints };
  const matches: Match[] = [];
  for (const pair of matchLines(lines, await ownMovements(tx, file.merchantAccountId, numbersOf(lines)), terms)) {
    matches.push(await mend(tx, file, pair, terms, at));
  }
  const noticedFen = await noticed(tx, file, matches);
  const results = matches.map(({ line, own, finding }): NewResult => ({
    id: newResultId(),
    lineNumber: line.lineNumber,
    kind: line.kind,
    own,
    finding,
    feeFen: line.feeFen,
    absence: null,
  }));
  await insertResults(tx, file, results);
  for (const [index, match] of matches.entries()) {
    const { finding, own } = match;
    if (finding.class === 'matched' && finding.suspenseFen === 0 && (own?.missed ?? null) === null) continue;
    await conclude(tx, file, match, results[index]?.id ?? '', noticedFen.get(match) ?? zeroFen, at);
  }
  return { last: lines.at(-1)?.lineNumber ?? after, done: lines.length < limit };
};
