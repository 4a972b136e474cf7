// A notice of Alipay as it goes over the wire: a form with its signature in it, sent until the answer is `success`.
import { createPrivateKey } from 'node:crypto';
import { chinaTime } from '../../alipay/china-time.ts';
import { noticeSigningBytes, type Parameters, rsa2Signature } from '../../alipay/sign.ts';
import { type Notice } from '../book-notice.ts';
import { type Faults } from '../faults.ts';
import { type Letter } from '../notices.ts';
import { type OpenAlipayMerchant } from './merchants.ts';

export const alipayLetter = (notice: Notice, merchant: OpenAlipayMerchant, faults: Faults): Letter => {
  const fault = faults.strikeSignature(notice.merchantId, 'callbacks', notice.originalType);
  const told: Parameters = {
    ...(JSON.parse(notice.resource) as Parameters),
    notify_id: notice.id.replaceAll('-', '').toLowerCase(),
    notify_time: chinaTime(Date.now()),
  };
  const key = fault === 'wrongKey' ? createPrivateKey(merchant.record.merchantPrivateKeyPem) : merchant.alipayKey;
  const signature = { sign_type: 'RSA2', sign: rsa2Signature(noticeSigningBytes(told), key) };
  const form = new URLSearchParams(fault === 'unsigned' ? told : { ...told, ...signature });
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(form.toString()),
    isTaken: (status, answer) => status === 200 && answer === 'success',
  };
};
