// Trying tariffs out (F069): lint, quotes, comparisons and curves of drafts and versions. Nothing here is stored.
import { type ReadyTariff } from '../../db/queries/tariff-versions.ts';
import { localTimeIn } from '../../domain/local-time.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { lintTariff } from '../../domain/tariff/lint.ts';
import { isProblems, parseTariff } from '../../domain/tariff/parse.ts';
import { problemWords } from '../../domain/tariff/problem-words.ts';
import { explain, type Stay, type TariffLine } from '../../domain/tariff/tariff.ts';
import { free, type FreeRequest, type Handlers, type Schema } from '../handler.ts';
import { compare } from '../tariffs/compare.ts';
import { curvesOf, drawingOf } from '../tariffs/curves.ts';
import { readStays, readyChoice } from '../tariffs/documents.ts';

type VerificationOps = 'lintTariff' | 'quoteTariff' | 'compareTariffs' | 'getTariffCurve' | 'drawTariffCurve';

/** Lines are made for every day of a stay: so many days make an answer of a few megabytes at most. */
const mostQuotedDays = 3_660;

const findings = (document: unknown): Schema<'TariffFindings'> => {
  const parsed = parseTariff(document);
  if (!isProblems(parsed)) return { problems: [], warnings: [...lintTariff(parsed)] };
  const problems = parsed.map((fault) => ({ pointer: fault.pointer, code: fault.code, message: problemWords(fault) }));
  return { problems, warnings: [] };
};

const shownLine = (format: (at: TariffLine['from']) => string) => (line: TariffLine) => ({
  ...line,
  from: format(line.from),
  to: format(line.to),
});

const shownRefusal = ({ code, detail }: Refusal) => ({ code, ...(detail !== undefined && { detail }) });

const quoteOf = ({ compiled }: ReadyTariff, stay: Stay): Schema<'TariffQuote'> => {
  const explanation = explain(compiled, stay);
  if (isRefusal(explanation)) return { feeFen: null, lines: [], refusal: shownRefusal(explanation) };
  const { format } = localTimeIn(compiled.zone);
  const { feeFen, lines, overstayedSince } = explanation;
  return {
    feeFen,
    lines: lines.map(shownLine(format)),
    ...(overstayedSince !== undefined && { overstayedSince: format(overstayedSince) }),
    refusal: null,
  };
};

const quote = async (request: FreeRequest<'quoteTariff'>): Promise<Schema<'TariffQuotes'>> => {
  const { body, transaction } = request;
  const stays = readStays(body.stays, mostQuotedDays);
  const tariff = await transaction((tx) => readyChoice(tx, request, body.tariff, '/body/tariff'));
  const { currency, zone } = tariff.compiled;
  return { currency, zone, quotes: stays.map((stay) => quoteOf(tariff, stay)) };
};

export const tariffVerificationRoutes = (): Handlers<VerificationOps> => ({
  lintTariff: free(({ body }) => Promise.resolve({ status: 200, body: findings(body.document) })),
  quoteTariff: free(async (request) => ({ status: 200, body: await quote(request) })),
  compareTariffs: free(async (request) => ({ status: 200, body: await compare(request) })),
  getTariffCurve: free(async (request) => {
    const { curves, ...rest } = await curvesOf(request);
    const shown = curves
      .filter((curve) => curve !== undefined)
      .map(({ name, points }) => ({ name, points: [...points] }));
    return { status: 200, body: { ...rest, curves: shown } };
  }),
  drawTariffCurve: free(async (request) => {
    const language = request.language === 'zh-CN' ? 'zh' : 'en';
    return { status: 200, type: 'image/svg+xml', body: drawingOf(await curvesOf(request), language) };
  }),
});
