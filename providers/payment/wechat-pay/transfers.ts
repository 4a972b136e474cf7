// Merchant transfers (商家转账) in the mode in which the payee confirms: create, query by our number, cancel.
// Sources: https://pay.weixin.qq.com/doc/v3/merchant/4012716434 (create), 4012716437 (query), 4012716458 (cancel).
import { constants, publicEncrypt } from 'node:crypto';
import { type Fen, fen } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import { type Declined } from '../channel.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import {
  type CancelTransferResult,
  type ChannelTransfer,
  type CreateTransfer,
  type TransferQueryResult,
  type TransferResult,
  type TransferState,
} from '../payout.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { type Answer, notDone, unknown, type WechatPayClient } from './request.ts';

/** What the merchant was admitted for; the channel knows a list of scenes, and each wants its own reports. */
export interface TransferScene {
  readonly sceneId: string;
  readonly reports: readonly { readonly type: string; readonly content: string }[];
  /** One of the phrases that the scene allows; the channel's default when absent. */
  readonly perception?: string;
}

const states: Readonly<Record<string, TransferState>> = {
  ACCEPTED: 'processing',
  PROCESSING: 'processing',
  WAIT_USER_CONFIRM: 'awaiting-payee',
  // Spelt so by the channel.
  TRANSFERING: 'processing',
  SUCCESS: 'succeeded',
  FAIL: 'failed',
  CANCELING: 'cancelling',
  CANCELLED: 'cancelled',
};

/** Queries say `mch_id`, notices `mchid`. */
export const isOurTransfer = (body: unknown, merchant: WechatPayMerchant): boolean =>
  (stringAt(body, 'mchid') ?? stringAt(body, 'mch_id')) === merchant.merchantId &&
  (stringAt(body, 'appid') ?? merchant.appId) === merchant.appId;

/** A transfer as queries and notices show it; an answer to its creation names no amount, so `asked` stands for it. */
export const readTransfer = (body: unknown, asked?: Fen): ChannelTransfer | undefined => {
  const outBillNo = stringAt(body, 'out_bill_no');
  const state = states[stringAt(body, 'state') ?? ''];
  const amount = integerAt(body, 'transfer_amount') ?? asked;
  if (outBillNo === undefined || state === undefined || amount === undefined) return undefined;
  const billId = stringAt(body, 'transfer_bill_no');
  const payeeId = stringAt(body, 'openid');
  const failReason = stringAt(body, 'fail_reason');
  const changedAt = parseInstant(stringAt(body, 'update_time') ?? stringAt(body, 'create_time') ?? '');
  return {
    outBillNo,
    state,
    amountFen: fen(amount),
    ...(billId === undefined ? {} : { billId }),
    ...(payeeId === undefined ? {} : { payeeId }),
    ...(failReason === undefined ? {} : { failReason }),
    ...(changedAt === undefined ? {} : { changedAt }),
  };
};

/** RSA-OAEP with the platform's key, whose id the request names in its `Wechatpay-Serial`. */
const encryptedName = (name: string, publicKeyPem: string): string => {
  const key = { key: publicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  return publicEncrypt(key, Buffer.from(name)).toString('base64');
};

const noKeyForNames = (): Declined => ({
  outcome: 'declined',
  code: 'PAYEE_NAME_NEEDS_PUBLIC_KEY',
  detail: 'names are encrypted with the platform public key, and this merchant is configured with certificates',
  remedy: 'page',
});

const transferBody = (merchant: WechatPayMerchant, scene: TransferScene, request: CreateTransfer) => {
  const { verification } = merchant;
  if (request.payeeName !== undefined && verification.mode !== 'public-key') return undefined;
  const name =
    request.payeeName === undefined || verification.mode !== 'public-key'
      ? {}
      : { user_name: encryptedName(request.payeeName, verification.publicKeyPem) };
  return {
    appid: merchant.appId,
    out_bill_no: request.outBillNo,
    transfer_scene_id: scene.sceneId,
    openid: request.payeeId,
    ...name,
    transfer_amount: request.amountFen,
    transfer_remark: request.remark,
    notify_url: merchant.notifyUrl,
    ...(scene.perception === undefined ? {} : { user_recv_perception: scene.perception }),
    transfer_scene_report_infos: scene.reports.map(({ type, content }) => ({ info_type: type, info_content: content })),
  };
};

/** Our account is short of money, or set up wrongly: a person fills it up, and the same number may be sent again. */
const transferRefused = (answer: Exclude<Answer, { kind: 'done' }>): TransferResult => {
  const result = notDone(answer);
  return result.outcome === 'declined' && result.code === 'NOT_ENOUGH' ? { ...result, remedy: 'page' } : result;
};

export const createTransfer = async (
  client: WechatPayClient,
  scene: TransferScene,
  request: CreateTransfer,
): Promise<TransferResult> => {
  const { merchant } = client;
  const body = transferBody(merchant, scene, request);
  if (body === undefined) return noKeyForNames();
  const answer = await client.request('POST', '/v3/fund-app/mch-transfer/transfer-bills', body);
  if (answer.kind !== 'done') return transferRefused(answer);
  const transfer = readTransfer(answer.body, request.amountFen);
  if (transfer?.outBillNo !== request.outBillNo) {
    return unknown('malformed-answer', 'not the transfer that was asked for');
  }
  const packageInfo = stringAt(answer.body, 'package_info');
  return packageInfo === undefined
    ? { outcome: 'accepted', transfer }
    : {
        outcome: 'accepted',
        transfer,
        confirmation: { mchId: merchant.merchantId, appId: merchant.appId, package: packageInfo },
      };
};

const billPath = (outBillNo: string): string =>
  `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${encodeURIComponent(outBillNo)}`;

export const queryTransfer = async (client: WechatPayClient, outBillNo: string): Promise<TransferQueryResult> => {
  const answer = await client.request('GET', billPath(outBillNo));
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'not-found' };
  if (answer.kind !== 'done') return notDone(answer);
  const transfer = readTransfer(answer.body);
  return transfer?.outBillNo !== outBillNo || !isOurTransfer(answer.body, client.merchant)
    ? unknown('malformed-answer', `state ${String(fieldAt(answer.body, 'state'))}`)
    : { outcome: 'found', transfer };
};

export const cancelTransfer = async (client: WechatPayClient, outBillNo: string): Promise<CancelTransferResult> => {
  const answer = await client.request('POST', `${billPath(outBillNo)}/cancel`);
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'not-found' };
  if (answer.kind !== 'done') {
    const result = notDone(answer);
    return result.outcome === 'declined' && result.remedy === 'none' ? { ...result, remedy: 'query' } : result;
  }
  const state = states[stringAt(answer.body, 'state') ?? ''];
  return stringAt(answer.body, 'out_bill_no') === outBillNo && (state === 'cancelling' || state === 'cancelled')
    ? { outcome: state }
    : unknown('malformed-answer', 'not the cancellation that was asked for');
};
