// Tariffs in the formats of others: versions out, documents in. Nothing here is stored, and nothing is left out in silence.
import { TariffRow, TariffVersionRow } from '../../db/entities/tariffs.ts';
import { type TariffDocument } from '../../domain/tariff/document.ts';
import { type CdsPublication } from '../../domain/tariff/exchange/cds-export.ts';
import { exportTariff, importTariff } from '../../domain/tariff/exchange/formats.ts';
import { isProblems, type ExchangeProblem } from '../../domain/tariff/exchange/problem.ts';
import { epochMs } from '../../domain/time.ts';
import { idOfName } from '../../platform/named-ids.ts';
import { free, type ApiRequest, type FreeRequest, type Handlers, type Schema } from '../handler.ts';
import { found, malformed, Problem, type Language } from '../problems.ts';
import { readRow } from '../settings.ts';
import { readDocument } from '../tariffs/documents.ts';

type ExchangeOps = 'exportTariffVersionAs' | 'importTariffDocument';

const mostErrors = 50;

/** The same problems at their place in what the caller knows, in the language of the request. */
const refused = (
  code: 'tariff-inexpressible' | 'tariff-unreadable',
  problems: readonly ExchangeProblem[],
  place: string,
  language: Language,
): Problem => {
  const errors = problems.slice(0, mostErrors).map(({ pointer, code: reason, message }) => ({
    pointer: `${place}${pointer}`,
    code: reason,
    message: language === 'zh-CN' ? message.zh : message.en,
  }));
  return new Problem(code, { errors });
};

const expectOfCds = (format: Schema<'TariffFormat'>, userClasses: unknown, pointer: string): void => {
  if (format === 'cds' || userClasses === undefined) return;
  throw malformed(pointer, 'not-of-format', `${format} knows no user classes`);
};

/** A version never changes, so that its policies keep their ids however often it is exported. */
const publicationOf = (
  { id, createdAt }: TariffVersionRow,
  vehicle: string,
  userClasses: string | undefined,
): CdsPublication => ({
  policyId: (index) => idOfName('tariff-policy', id, vehicle, userClasses ?? '', index),
  publishedDate: epochMs(createdAt.getTime()),
  ...(userClasses !== undefined && { userClasses: userClasses.split(',') }),
});

const exported = async (request: ApiRequest<'exportTariffVersionAs'>): Promise<Schema<'ForeignTariff'>> => {
  const { tx, path, query, language } = request;
  const { vehicle = 'small', userClasses } = query;
  const { format, version } = path;
  expectOfCds(format, userClasses, '/query/userClasses');
  const { id: tariffId } = await readRow(tx, TariffRow, path.tariffId);
  const row = found(await tx.em.findOne(TariffVersionRow, { tariffId, version }));
  const document = readDocument(row.document, '/document');
  const foreign = exportTariff(format, document, vehicle, publicationOf(row, vehicle, userClasses));
  if (isProblems(foreign)) throw refused('tariff-inexpressible', foreign, '/document', language);
  return { ...foreign };
};

const imported = ({ body, language }: FreeRequest<'importTariffDocument'>): TariffDocument => {
  const { format, content, vehicle = 'small', userClasses } = body;
  expectOfCds(format, userClasses, '/body/userClasses');
  const choice = { vehicleClass: vehicle, ...(userClasses !== undefined && { userClasses }) };
  const document = importTariff(format, content, choice);
  if (isProblems(document)) throw refused('tariff-unreadable', document, '/body/content', language);
  return document;
};

export const tariffExchangeRoutes = (): Handlers<ExchangeOps> => ({
  exportTariffVersionAs: async (request) => ({ status: 200, body: await exported(request) }),
  importTariffDocument: free((request) =>
    Promise.resolve({ status: 200, body: { document: { ...imported(request) } } }),
  ),
});
