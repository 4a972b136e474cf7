// /sandbox/plate-service, /sandbox/repay and /sandbox/confirm-transfer: what an owner or a payee does on his phone.
import { type SandboxContext } from './context.ts';
import { stringAt } from '../json-field.ts';
import { repayDeduction } from './deductions-api.ts';
import { setPlateService } from './parking-api.ts';
import { type PlateState, plateStates } from './parking-book.ts';
import { plateChecks } from './plate-checks.ts';
import { type ApiRequest, done, firstFault, refused, type Reply } from './reply.ts';
import { type TransferEntry } from './transfer-book.ts';
import { confirmTransfer } from './transfers-api.ts';

const isPlateState = (text: string): text is PlateState => plateStates.some((state) => state === text);

export const changePlateService = (context: SandboxContext, { body }: ApiRequest): Reply => {
  const merchantId = stringAt(body, 'merchantId') ?? '';
  const plateNumber = stringAt(body, 'plateNumber') ?? '';
  const plateColor = stringAt(body, 'plateColor') ?? '';
  const payerId = stringAt(body, 'payerId') ?? '';
  const state = stringAt(body, 'state') ?? 'NORMAL';
  if (context.merchants.get(merchantId) === undefined) return refused(404, 'RESOURCE_NOT_EXISTS', 'no such merchant');
  const fault = firstFault([
    ...plateChecks(plateNumber, plateColor),
    [payerId !== '', 'payerId', 'is wanted'],
    [isPlateState(state), 'state', plateStates.join(', ')],
  ]);
  if (fault || !isPlateState(state)) return fault ?? refused(400, 'PARAM_ERROR', 'state');
  const openedAt = context.clock.now();
  setPlateService(context, { merchantId, plateNumber, plateColor, payerId, state, openedAt });
  return done({ merchantId, plateNumber, plateColor, payerId, state });
};

export const repayNow = (context: SandboxContext, { body }: ApiRequest): Reply => {
  const outTradeNo = stringAt(body, 'outTradeNo') ?? '';
  const entry = context.book.order(stringAt(body, 'merchantId') ?? '', outTradeNo);
  if (entry === undefined) return refused(404, 'ORDER_NOT_EXIST', 'no such deduction');
  return repayDeduction(context, entry) ? done({ outTradeNo }) : refused(409, 'NOTHING_OWED', 'nothing was advanced');
};

export const confirmTransferNow = (context: SandboxContext, { body }: ApiRequest): Reply => {
  const entry = context.book.transfers.get(stringAt(body, 'merchantId') ?? '', stringAt(body, 'outBillNo') ?? '');
  if (entry === undefined) return refused(404, 'NOT_FOUND', 'no such transfer');
  const result = confirmTransfer(context, entry);
  return result.outcome === 'confirmed'
    ? done({ outBillNo: entry.transfer.outBillNo, state: entry.state })
    : refused(409, 'NOT_CONFIRMABLE', `the transfer is ${result.state}`);
};

export const transferSummary = ({ transfer, state, failReason }: TransferEntry) => ({
  outBillNo: transfer.outBillNo,
  transferBillNo: transfer.transferBillNo,
  payeeId: transfer.payeeId,
  ...(transfer.payeeName === undefined ? {} : { payeeName: transfer.payeeName }),
  amountFen: transfer.amountFen,
  state,
  ...(failReason === undefined ? {} : { failReason }),
  createdAt: transfer.createdAt,
  transferredFen: state === 'SUCCESS' ? transfer.amountFen : 0,
});

export type TransferSummary = ReturnType<typeof transferSummary>;
