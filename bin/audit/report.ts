// The audit as people read it, on stderr, and as programs read it, in one line of JSON.
import { auditChecks, firstRows, sentenceOf, type BrokenCheck } from '../../db/queries/audit-checks/index.ts';

const nameWidth = Math.max(...auditChecks.map(({ name }) => name.length));

const rowsOf = (broken: readonly BrokenCheck[], check: string): string[] =>
  broken
    .filter((one) => one.check === check)
    .flatMap(({ companyId, rows }) => rows.map((row) => `          ${sentenceOf(row)} (company ${companyId})`));

/** A line per check, and below a broken one the rows that break it. */
export const tableOf = (broken: readonly BrokenCheck[]): string =>
  auditChecks
    .flatMap(({ name, sentence }) => {
      const rows = rowsOf(broken, name);
      return [`${rows.length === 0 ? 'holds ' : 'BROKEN'}  ${name.padEnd(nameWidth)}  ${sentence}`, ...rows];
    })
    .join('\n');

export const jsonOf = (audit: { checks: number; companies: number; broken: readonly BrokenCheck[] }): string =>
  JSON.stringify({
    checks: audit.checks,
    companies: audit.companies,
    broken: audit.broken.map((one) => ({
      check: one.check,
      companyId: one.companyId,
      row: firstRows({ broken: [one] })[0],
    })),
  });
