// Bills, results, exceptions and closed days as the API shows them.
import { type BillFile } from '../db/queries/reconciliation/bill-files.ts';
import { type ResultRow } from '../db/queries/reconciliation/bill-file-list.ts';
import { type DailyClose } from '../db/queries/reconciliation/daily-closes.ts';
import { type ReconciliationException } from '../db/queries/reconciliation/exceptions.ts';
import { type Schema } from './handler.ts';
import { text, textOrNull } from './show-session.ts';

export const showBillFile = ({ companyId: _company, ...file }: BillFile): Schema<'BillFile'> => ({
  ...file,
  loadedAt: textOrNull(file.loadedAt),
  reconciledAt: textOrNull(file.reconciledAt),
});

export const showResult = (row: ResultRow): Schema<'ReconciliationResult'> => ({ ...row, at: textOrNull(row.at) });

export const showException = ({
  companyId: _company,
  resultId: _result,
  ...exception
}: ReconciliationException): Schema<'ReconciliationException'> => ({
  ...exception,
  deadline: text(exception.deadline),
  openedAt: text(exception.openedAt),
  resolvedAt: textOrNull(exception.resolvedAt),
});

export const showClose = (close: DailyClose): Schema<'DailyClose'> => ({ ...close, closedAt: text(close.closedAt) });
