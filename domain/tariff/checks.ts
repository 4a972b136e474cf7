// What cannot hold although each member of a document can be read: asked of every rule as it is resolved.
import { checkCaps } from './check-caps.ts';
import { checkCoverage } from './check-coverage.ts';
import { checkFalls } from './check-falls.ts';
import { daySelectors } from './days.ts';
import { type ChargedRule, type DayChoice, type TariffDocument } from './document.ts';
import { applyChanges, resolveRule } from './resolve.ts';
import { eventsAt } from './event-prices.ts';
import { type Report, type TariffProblem } from './reader.ts';

const checkChoice = (document: TariffDocument, { days, seasons }: DayChoice, pointer: string, report: Report): void => {
  const knownDays = [...daySelectors, ...(document.ownDays ?? [])];
  days?.forEach((name, index) => {
    if (!knownDays.includes(name)) {
      report(`${pointer}/days/${index}`, 'unknown-reference', `"${name}" is none of ${knownDays.join(', ')}`);
    }
  });
  const knownSeasons = (document.seasons ?? []).map(({ name }) => name);
  seasons?.forEach((name, index) => {
    if (!knownSeasons.includes(name)) {
      report(`${pointer}/seasons/${index}`, 'unknown-reference', `the document has no season "${name}"`);
    }
  });
};

const checkReferences = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  const bandNames = rule.bands.map(({ name }) => name);
  const checkBands = (names: readonly string[] | undefined, pointer: string): void =>
    names?.forEach((name, index) => {
      if (!bandNames.includes(name))
        report(`${pointer}/bands/${index}`, 'unknown-reference', `there is no band "${name}"`);
    });
  rule.bands.forEach((band, index) => checkChoice(document, band, `/bands/${index}`, report));
  rule.caps.forEach((cap, index) => {
    checkChoice(document, cap, `/caps/${index}`, report);
    checkBands(cap.bands, `/caps/${index}`);
  });
  rule.jumps?.forEach((jump, index) => checkChoice(document, jump, `/jumps/${index}`, report));
  eventsAt(rule).forEach(([event, pointer]) => {
    checkChoice(document, event, pointer, report);
    checkBands(event.bands, pointer);
  });
  rule.entryVariants?.forEach((variant, index) => checkChoice(document, variant, `/entryVariants/${index}`, report));
  if (rule.free === undefined) return;
  if ('mode' in rule.free) checkChoice(document, rule.free, '/free', report);
  else rule.free.forEach((free, index) => checkChoice(document, free, `/free/${index}`, report));
};

/** Of a class that changes another's rule, the members that it does not change are the other's affair. */
const reporterOf = (document: TariffDocument, name: string, problems: TariffProblem[]): Report => {
  const rule = document.rules[name];
  const isSameAs = rule?.kind === 'sameAs';
  return (pointer, code, message) => {
    const member = pointer.split('/')[1] ?? '';
    const isChanged = isSameAs && rule.changes !== undefined && member in rule.changes;
    const below = isSameAs ? `/changes${isChanged ? pointer : ''}` : pointer;
    problems.push({ pointer: `/rules/${name}${below}`, code, message });
  };
};

const checkRule = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  let found = 0;
  const counting: Report = (pointer, code, message) => {
    found += 1;
    report(pointer, code, message);
  };
  checkReferences(document, rule, counting);
  if (found > 0) return;
  checkCoverage(document, rule, counting);
  checkCaps(document, rule, counting);
  if (found === 0 && document.nonMonotone === undefined) checkFalls(document, rule, counting);
};

/** What a variant does not change is the affair of its rule. */
const checkVariants = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  rule.entryVariants?.forEach(({ changes }, index) => {
    checkRule(document, applyChanges(rule, changes), (pointer, code, message) => {
      const isChanged = (pointer.split('/')[1] ?? '') in changes;
      report(`/entryVariants/${index}/changes${isChanged ? pointer : ''}`, code, message);
    });
  });
};

/** The problems of a document whose members could all be read. */
export const checkDocument = (document: TariffDocument): TariffProblem[] => {
  const problems: TariffProblem[] = [];
  for (const [name, written] of Object.entries(document.rules)) {
    if (written.kind === 'sameAs' && written.changes === undefined) continue;
    const { rule } = resolveRule(document.rules, name);
    if (rule.kind !== 'charged') continue;
    const report = reporterOf(document, name, problems);
    const before = problems.length;
    checkRule(document, rule, report);
    if (problems.length === before) checkVariants(document, rule, report);
  }
  return problems;
};
