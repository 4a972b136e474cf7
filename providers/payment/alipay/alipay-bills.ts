// Fetches the daily trade bill: ask where it is, download the archive, unpack and decode it, read every row.
import { createHash } from 'node:crypto';
import { type BillResult, type BillSource } from '../channel.ts';
import { stringAt } from '../json-field.ts';
import { parseBill } from './bill-file.ts';
import { type AlipayMerchant } from './merchant.ts';
import { type AlipayClient, alipayClient, type AlipayOptions, notDone, unknown } from './request.ts';
import { readZip } from './zip.ts';

const largestBillBytes = 512 * 1024 * 1024;

/** No bill of that day, or none yet: the channel does not tell one from the other. */
const noBill = ['isp.bill_not_exist', 'BILL_NOT_EXIST', 'ACQ.BILL_NOT_EXIST'];

const decoded = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('gbk', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The archive has no signature and no hash: its address came signed, and the sums of its second file must agree. */
const readBill = async (client: AlipayClient, date: string, url: string): Promise<BillResult> => {
  const answer = await client.download(url);
  if (answer?.status !== 200) {
    return unknown('network', `the bill could not be downloaded (${answer?.status ?? 'no answer'})`);
  }
  const files = readZip(answer.rawBody, largestBillBytes);
  const texts = files?.map(({ content }) => decoded(content)).filter((text) => text !== undefined);
  if (texts === undefined || texts.length !== files?.length) {
    return unknown('malformed-answer', 'the bill is no archive of GBK files');
  }
  const bill = parseBill(texts, { merchantId: client.merchant.merchantId, date });
  if ('fault' in bill) return unknown('malformed-answer', bill.fault);
  return {
    outcome: 'fetched',
    bill: { date, sha1: createHash('sha1').update(answer.rawBody).digest('hex'), ...bill },
  };
};

export const alipayBills = (merchant: AlipayMerchant, options: AlipayOptions = {}): BillSource => {
  const client = alipayClient(merchant, { timeoutMs: 30_000, ...options });
  return {
    fetchBill: async (date) => {
      const answer = await client.request('alipay.data.dataservice.bill.downloadurl.query', {
        bill_type: 'trade',
        bill_date: date,
      });
      if (answer.kind === 'refused' && noBill.includes(answer.subCode)) return { outcome: 'empty' };
      if (answer.kind !== 'done') return notDone(answer);
      const url = stringAt(answer.body, 'bill_download_url') ?? '';
      if (!/^https?:/.test(url) || !URL.canParse(url)) return unknown('malformed-answer', 'no bill to download');
      return readBill(client, date, url);
    },
  };
};
