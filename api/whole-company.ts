// What is a company's as a whole is not for people of some of its lots: a bill has no lot, and a sum of some lots is no close.
import { type Scope } from '../db/database.ts';
import { Problem } from './problems.ts';

/** Throws `out-of-scope` for who sees some lots only. */
export const ofWholeCompany = ({ scope }: { readonly scope: Scope }): void => {
  if (scope.lotIds !== undefined) throw new Problem('out-of-scope');
};
