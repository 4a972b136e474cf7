// WeChat Pay's parking service as the deduction contract of one merchant. Its notices go to the merchant's `notifyUrl`, which
// should be an address of their own: they look like those of payments, and are not.
// Source of the notices: https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter8_8_5.shtml (entry), .../chapter8_8_6.shtml.
import { type IncomingHttpHeaders } from 'node:http';
import { parseInstant } from '../../../domain/time.ts';
import { type DeductionContract, type DeductionNoticeResult } from '../deduction-contract.ts';
import { stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { type OpenedNotice, openNotice, rejected } from './notice-envelope.ts';
import { createDeduction, isOurDeduction, queryDeduction, readDeduction } from './parking-deductions.ts';
import { queryContract, readEntry, registerEntry, signingInvitation, unsignContract } from './parking-plates.ts';
import { wechatPayClient, type WechatPayClient, type WechatPayOptions } from './request.ts';

/** Paid, not paid, and paid back to the channel by an owner for whom it had paid. */
const deductionEvents = new Set(['TRANSACTION.SUCCESS', 'TRANSACTION.FAIL', 'TRANSACTION.PAY_BACK']);

const readNotice = (merchant: WechatPayMerchant, opened: OpenedNotice): DeductionNoticeResult => {
  const { notificationId, eventType, resource } = opened;
  const notice = { notificationId, eventType };
  if (deductionEvents.has(eventType)) {
    const deduction = readDeduction(resource);
    if (deduction === undefined) return rejected('malformed');
    return isOurDeduction(resource, merchant) ? { kind: 'deduction', ...notice, ...deduction } : rejected('merchant');
  }
  if (eventType === 'VEHICLE.ENTRANCE_STATE_CHANGE') {
    const names = { id: 'parking_id', state: 'parking_state', reason: 'blocked_state_description' };
    const entry = readEntry(resource, names);
    if (entry === undefined) return rejected('malformed');
    if ((stringAt(resource, 'sp_mchid') ?? stringAt(resource, 'mchid')) !== merchant.merchantId) {
      return rejected('merchant');
    }
    const changedAt = parseInstant(stringAt(resource, 'state_update_time') ?? '');
    return { kind: 'entry', ...notice, ...entry, ...(changedAt === undefined ? {} : { changedAt }) };
  }
  return { kind: 'other', ...notice };
};

const parseNotify = async (
  { merchant, keys }: WechatPayClient,
  rawBody: Buffer,
  headers: IncomingHttpHeaders,
): Promise<DeductionNoticeResult> => {
  const opened = await openNotice(merchant, keys, rawBody, headers);
  return opened.kind === 'opened' ? readNotice(merchant, opened) : opened;
};

/** Throws only for a key that is no key: that is a configuration error, found at start. */
export const wechatParkingContract = (
  merchant: WechatPayMerchant,
  options: WechatPayOptions = {},
): DeductionContract => {
  if (Buffer.byteLength(merchant.apiV3Key) !== 32) throw new RangeError('The APIv3 key must be exactly 32 bytes.');
  const client = wechatPayClient(merchant, options);
  return {
    name: 'wechat',
    sign: (holder) => Promise.resolve(signingInvitation(merchant, holder)),
    unsign: (holder) => unsignContract(client, holder),
    query: (holder) => queryContract(client, holder),
    registerEntry: (request) => registerEntry(client, request),
    deduct: (request) => createDeduction(client, request),
    queryDeduction: (outTradeNo) => queryDeduction(client, outTradeNo),
    parseNotify: (rawBody, headers) => parseNotify(client, rawBody, headers),
  };
};
