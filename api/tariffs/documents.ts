// Tariff documents as requests bring them: a draft, or the name of a version; what cannot be read is refused with pointers.
import { type Scope } from '../../db/database.ts';
import { calendarAt, readVersion, readyTariff, type ReadyTariff } from '../../db/queries/tariff-versions.ts';
import { type Tx } from '../../db/rows.ts';
import { type TariffDocument, type Text } from '../../domain/tariff/document.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { parseStays } from '../../domain/tariff/parse-stays.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { dayMs, epochMs, parseInstant, type EpochMs } from '../../domain/time.ts';
import { type Schema } from '../handler.ts';
import { malformed, Problem } from '../problems.ts';

const mostErrors = 50;

/** The document with its defaults. Throws `malformed-tariff` with a pointer to each fault. */
export const readDocument = (document: unknown, pointer: string): TariffDocument => {
  const parsed = parseTariff(document);
  if (!isProblems(parsed)) return parsed;
  const errors = parsed.map((fault) => ({
    pointer: `${pointer}${fault.pointer}`,
    code: fault.code,
    message: fault.message,
  }));
  throw new Problem('malformed-tariff', { errors: errors.slice(0, mostErrors) });
};

export interface ChosenTariff {
  /** Of a version that is stored. */
  readonly tariffId?: string;
  readonly document: TariffDocument;
  readonly name: Text;
}

/** Throws `unknown-reference` for a version that is not there, `malformed-tariff` for a document that cannot be read. */
export const chosenTariff = async (tx: Tx, choice: Schema<'TariffChoice'>, pointer: string): Promise<ChosenTariff> => {
  if ('document' in choice) {
    const document = readDocument(choice.document, `${pointer}/document`);
    return { document, name: document.name ?? { zh: '草案', en: 'Draft' } };
  }
  const stored = await readVersion(tx, choice.versionId);
  if (stored === undefined) {
    const message = 'there is no such version';
    throw new Problem('unknown-reference', {
      errors: [{ pointer: `${pointer}/versionId`, code: 'unknown-reference', message }],
    });
  }
  const { tariffId, tariffName, version } = stored;
  const name = { zh: `${tariffName} 第 ${version} 版`, en: `${tariffName} v${version}` };
  return { tariffId, document: readDocument(stored.document, `${pointer}/versionId`), name };
};

export interface ReadyChoice extends ChosenTariff, ReadyTariff {}

interface Choosing {
  readonly at: EpochMs;
  readonly query: { readonly lotId?: string };
}

/** The same, ready to price by the calendar that the request names, at the time of the request. */
export const readyChoice = async (
  tx: Tx,
  { query, at }: Choosing,
  choice: Schema<'TariffChoice'>,
  pointer: string,
): Promise<ReadyChoice> => {
  const chosen = await chosenTariff(tx, choice, pointer);
  return { ...chosen, ...readyTariff(chosen.document, await calendarAt(tx, query.lotId, at)) };
};

/** Throws `malformed-request` for stays that cannot be, or that are together longer than `mostDays`. */
export const readStays = (stays: readonly Schema<'TariffStay'>[], mostDays: number): Stay[] => {
  const parsed = parseStays(stays);
  if (isProblems(parsed)) {
    const errors = parsed.map(({ pointer, code, message }) => ({ pointer: `/body/stays${pointer}`, code, message }));
    throw new Problem('malformed-request', { errors: errors.slice(0, mostErrors) });
  }
  const totalMs = parsed.reduce((sum, { entry, exit }) => sum + (exit - entry), 0);
  if (totalMs > mostDays * dayMs) {
    throw malformed('/body/stays', 'stays-too-long', `together at most ${mostDays} days`);
  }
  return parsed;
};

/** Throws `malformed-request`. */
export const readInstant = (text: string, pointer: string): EpochMs => {
  const at = parseInstant(text);
  if (at === undefined) throw malformed(pointer, 'bad-format', 'must be RFC 3339 with an offset');
  return epochMs(at);
};

/** What all lots share is not for somebody who may see some of them. Throws `out-of-scope`. */
export const expectWholeCompany = (scope: Scope): void => {
  if (scope.lotIds !== undefined) throw new Problem('out-of-scope');
};
