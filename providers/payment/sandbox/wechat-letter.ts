// A notice of WeChat Pay as it goes over the wire: encrypted, and signed in its headers.
import { randomBytes } from 'node:crypto';
import { encryptResource } from '../wechat-pay/resource.ts';
import { type Notice } from './book-notice.ts';
import { type Faults } from './faults.ts';
import { type OpenMerchant } from './merchants.ts';
import { type Letter } from './notices.ts';
import { signatureFields } from './signature.ts';

const summaries: Readonly<Record<Notice['originalType'], string>> = {
  transaction: '支付成功',
  refund: '退款结果',
  parking: '停车入场状态变更',
  mch_payment: '商家转账单据终态通知',
};

const summaryOf = ({ eventType, originalType }: Notice): string =>
  eventType === 'TRANSACTION.FAIL' ? '支付失败' : summaries[originalType];

const noticeBody = (notice: Notice, apiV3Key: string, createdAtMs: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: notice.id,
      create_time: `${new Date(createdAtMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
      resource_type: 'encrypt-resource',
      event_type: notice.eventType,
      summary: summaryOf(notice),
      resource: {
        original_type: notice.originalType,
        ...encryptResource(notice.resource, apiV3Key, randomBytes(6).toString('hex'), notice.originalType),
      },
    }),
  );

export const wechatLetter = (notice: Notice, merchant: OpenMerchant, faults: Faults): Letter => {
  const body = noticeBody(notice, merchant.record.apiV3Key, Date.now());
  const fault = faults.strikeSignature(notice.merchantId, 'callbacks', notice.originalType);
  return {
    headers: { 'content-type': 'application/json', ...signatureFields(merchant, body, { fault }) },
    body,
    isTaken: (status) => status === 200 || status === 204,
  };
};
