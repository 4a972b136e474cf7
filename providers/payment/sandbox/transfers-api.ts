// /v3/fund-app/mch-transfer/transfer-bills: the payee confirms, then the money moves; or he does not, and it comes back.
import { constants, createPrivateKey, privateDecrypt, randomBytes } from 'node:crypto';
import { dayMs, epochMs } from '../../../domain/time.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { type SandboxContext } from './context.ts';
import { type OpenMerchant } from './merchants.ts';
import { isNotifyUrl } from './orders-api.ts';
import { noticeOf } from './owed-notice.ts';
import { channelNumber } from './payments.ts';
import { type ApiRequest, done, firstFault, parameterError, pathSegments, refused, type Reply } from './reply.ts';
import { type Transfer, type TransferBillState, type TransferEntry } from './transfer-book.ts';

const confirmWithinMs = dayMs;
/** From here on the payee's real name is wanted. */
const nameFromFen = 200_000;

const transferNotice = (context: SandboxContext, entry: TransferEntry) => {
  const { transfer, state, failReason } = entry;
  if (transfer.notifyUrl === undefined) return undefined;
  const changed = context.faults.strike(transfer.merchantId, 'changedAmount', 'mch_payment');
  return noticeOf(context, {
    merchantId: transfer.merchantId,
    outTradeNo: transfer.outBillNo,
    url: transfer.notifyUrl,
    eventType: 'MCHTRANSFER.BILL.FINISHED',
    originalType: 'mch_payment',
    resource: JSON.stringify({
      mchid: transfer.merchantId,
      out_bill_no: transfer.outBillNo,
      transfer_bill_no: transfer.transferBillNo,
      state,
      transfer_amount: transfer.amountFen + (changed ? (changed.fen ?? 1) : 0),
      ...(failReason === undefined ? {} : { fail_reason: failReason }),
      openid: transfer.payeeId,
      create_time: channelTime(epochMs(transfer.createdAt)),
      update_time: channelTime(epochMs(entry.changedAt)),
    }),
  });
};

const change = (context: SandboxContext, entry: TransferEntry, state: TransferBillState, failReason?: string): void => {
  const { merchantId, outBillNo } = entry.transfer;
  const at = context.clock.now();
  const reason = failReason === undefined ? {} : { failReason };
  const ended = state === 'SUCCESS' || state === 'FAIL' || state === 'CANCELLED';
  const notice = ended ? transferNotice(context, { ...entry, state, changedAt: at, ...reason }) : undefined;
  const owed = notice === undefined ? {} : { notice };
  context.book.record({ type: 'transfer-changed', merchantId, outBillNo, state, at, ...reason, ...owed });
  if (notice) void context.notices.schedule(notice);
};

const expire = (context: SandboxContext, entry: TransferEntry): void => {
  if (entry.state === 'ACCEPTED' || entry.state === 'WAIT_USER_CONFIRM') {
    change(context, entry, 'FAIL', 'OVERDUE_CLOSE');
  }
};

const finishTransfer = (context: SandboxContext, entry: TransferEntry): void => {
  if (entry.state === 'CANCELING') return change(context, entry, 'CANCELLED');
  if (entry.state !== 'TRANSFERING') return;
  const fails = context.faults.strike(entry.transfer.merchantId, 'failedTransfer', 'transfer') !== undefined;
  if (fails) change(context, entry, 'FAIL', 'PAYEE_ACCOUNT_ABNORMAL');
  else change(context, entry, 'SUCCESS');
};

export const finishTransferLater = (context: SandboxContext, entry: TransferEntry): void =>
  context.later.after(context.refundAfterMs, () => finishTransfer(context, entry));

/** The transfer as it is now: whoever asks after the last hour to confirm finds that it is over. */
const current = (context: SandboxContext, merchantId: string, outBillNo: string): TransferEntry | undefined => {
  const entry = context.book.transfers.get(merchantId, outBillNo);
  if (entry && context.clock.now() >= entry.transfer.createdAt + confirmWithinMs) expire(context, entry);
  if (entry?.state === 'ACCEPTED') change(context, entry, 'WAIT_USER_CONFIRM');
  return entry;
};

export type ConfirmResult = { readonly outcome: 'confirmed' } | { readonly outcome: 'refused'; readonly state: string };

/** The payee says that he takes the money. */
export const confirmTransfer = (context: SandboxContext, entry: TransferEntry): ConfirmResult => {
  const { merchantId, outBillNo } = entry.transfer;
  current(context, merchantId, outBillNo);
  if (entry.state !== 'WAIT_USER_CONFIRM') return { outcome: 'refused', state: entry.state };
  change(context, entry, 'TRANSFERING');
  finishTransferLater(context, entry);
  return { outcome: 'confirmed' };
};

/** The payee's name; undefined when it was not encrypted for the platform's public key. */
const decryptedName = (sealed: string, merchant: OpenMerchant): string | undefined => {
  const key = createPrivateKey(merchant.record.publicKey.privateKeyPem);
  try {
    const padding = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    return privateDecrypt(padding, Buffer.from(sealed, 'base64')).toString('utf8');
  } catch {
    return undefined;
  }
};

const isReport = (report: unknown): boolean =>
  stringAt(report, 'info_type') !== undefined && stringAt(report, 'info_content') !== undefined;

const transferFault = (body: unknown, merchant: OpenMerchant): Reply | undefined => {
  const amount = integerAt(body, 'transfer_amount') ?? 0;
  const notifyUrl = fieldAt(body, 'notify_url');
  const reports = fieldAt(body, 'transfer_scene_report_infos');
  const name = stringAt(body, 'user_name');
  const fault = firstFault([
    [/^[0-9A-Za-z]{1,32}$/.test(stringAt(body, 'out_bill_no') ?? ''), 'out_bill_no', '只能由数字、大小写字母组成'],
    [/^\d{1,36}$/.test(stringAt(body, 'transfer_scene_id') ?? ''), 'transfer_scene_id', '格式错误'],
    [/^.{1,64}$/.test(stringAt(body, 'openid') ?? ''), 'openid', '不能为空'],
    [amount >= 1, 'transfer_amount', '必须为正整数'],
    [/^.{1,32}$/u.test(stringAt(body, 'transfer_remark') ?? ''), 'transfer_remark', '长度为1到32'],
    [notifyUrl === undefined || isNotifyUrl(String(notifyUrl)), 'notify_url', '必须为不带参数的URL'],
    [
      Array.isArray(reports) && reports.length > 0 && reports.every(isReport),
      'transfer_scene_report_infos',
      '必须按转账场景报备',
    ],
    [amount < nameFromFen || name !== undefined, 'user_name', '转账金额达到2000元时必填'],
    [name === undefined || decryptedName(name, merchant) !== undefined, 'user_name', '解密失败'],
  ]);
  if (fault) return fault;
  return stringAt(body, 'appid') === merchant.record.appId
    ? undefined
    : refused(400, 'APPID_MCHID_NOT_MATCH', 'AppID和mch_id不匹配');
};

const newTransfer = (context: SandboxContext, merchant: OpenMerchant, body: unknown): Transfer => {
  const createdAt = context.clock.now();
  const notifyUrl = stringAt(body, 'notify_url');
  const payeeName = decryptedName(stringAt(body, 'user_name') ?? '', merchant);
  return {
    merchantId: merchant.record.merchantId,
    appId: merchant.record.appId,
    outBillNo: stringAt(body, 'out_bill_no') ?? '',
    transferBillNo: channelNumber('1330', createdAt),
    sceneId: stringAt(body, 'transfer_scene_id') ?? '',
    payeeId: stringAt(body, 'openid') ?? '',
    amountFen: integerAt(body, 'transfer_amount') ?? 0,
    remark: stringAt(body, 'transfer_remark') ?? '',
    packageInfo: randomBytes(24).toString('base64'),
    createdAt,
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
    ...(payeeName === undefined ? {} : { payeeName }),
  };
};

const createdReply = ({ transfer, state }: TransferEntry): Reply =>
  done({
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    create_time: channelTime(epochMs(transfer.createdAt)),
    state,
    ...(state === 'WAIT_USER_CONFIRM' ? { package_info: transfer.packageInfo } : {}),
  });

const sameTransfer = (known: Transfer, other: Transfer): boolean =>
  known.amountFen === other.amountFen &&
  known.payeeId === other.payeeId &&
  known.payeeName === other.payeeName &&
  known.remark === other.remark &&
  known.sceneId === other.sceneId;

const createTransferBill = (context: SandboxContext, merchant: OpenMerchant, { body }: ApiRequest): Reply => {
  const fault = transferFault(body, merchant);
  if (fault) return fault;
  const transfer = newTransfer(context, merchant, body);
  const { merchantId, outBillNo } = transfer;
  const known = current(context, merchantId, outBillNo);
  if (known !== undefined) {
    return sameTransfer(known.transfer, transfer)
      ? createdReply(known)
      : refused(400, 'ALREADY_EXISTS', '商户单号已存在，且请求参数与之前不一致');
  }
  if (context.faults.strike(merchantId, 'insufficientBalance', 'transfer')) {
    return refused(403, 'NOT_ENOUGH', '商户运营账户资金不足，请充值后使用原单号重试');
  }
  const accepted = context.faults.strike(merchantId, 'transferAccepted', 'transfer') !== undefined;
  context.book.record({ type: 'transfer-created', transfer, state: accepted ? 'ACCEPTED' : 'WAIT_USER_CONFIRM' });
  const entry = context.book.transfers.get(merchantId, outBillNo);
  if (entry === undefined) throw new Error(`transfer ${outBillNo} is not in the book that has just recorded it`);
  const unconfirmed = context.faults.strike(merchantId, 'unconfirmedTransfer', 'transfer');
  if (unconfirmed) context.later.after(unconfirmed.ms ?? context.refundAfterMs, () => expire(context, entry));
  return createdReply(entry);
};

const queryReply = ({ transfer, state, failReason, changedAt }: TransferEntry): Reply =>
  done({
    mch_id: transfer.merchantId,
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    appid: transfer.appId,
    state,
    transfer_amount: transfer.amountFen,
    transfer_remark: transfer.remark,
    ...(failReason === undefined ? {} : { fail_reason: failReason }),
    openid: transfer.payeeId,
    create_time: channelTime(epochMs(transfer.createdAt)),
    update_time: channelTime(epochMs(changedAt)),
  });

const cancelBill = (context: SandboxContext, entry: TransferEntry): Reply => {
  if (entry.state === 'WAIT_USER_CONFIRM') {
    change(context, entry, 'CANCELING');
    finishTransferLater(context, entry);
  }
  const { transfer, state, changedAt } = entry;
  if (state !== 'CANCELING' && state !== 'CANCELLED') {
    return refused(400, 'INVALID_REQUEST', `当前单据状态${state}不可撤销`);
  }
  return done({
    out_bill_no: transfer.outBillNo,
    transfer_bill_no: transfer.transferBillNo,
    state,
    update_time: channelTime(epochMs(changedAt)),
  });
};

/** Undefined when the call is none about transfers. */
export const transferReply = (context: SandboxContext, merchant: OpenMerchant, api: ApiRequest): Reply | undefined => {
  const [first, second, third, fourth, outBillNo, action, rest] = pathSegments(api);
  if (first !== 'fund-app' || second !== 'mch-transfer' || third !== 'transfer-bills') return undefined;
  if (fourth === undefined) return api.method === 'POST' ? createTransferBill(context, merchant, api) : undefined;
  if (fourth !== 'out-bill-no' || outBillNo === undefined || rest !== undefined) return undefined;
  if (outBillNo === '') return parameterError('out_bill_no', '格式错误');
  const entry = current(context, merchant.record.merchantId, outBillNo);
  const missing = (): Reply => refused(404, 'NOT_FOUND', '转账单不存在');
  if (api.method === 'GET' && action === undefined) return entry ? queryReply(entry) : missing();
  if (api.method === 'POST' && action === 'cancel') return entry ? cancelBill(context, entry) : missing();
  return undefined;
};
