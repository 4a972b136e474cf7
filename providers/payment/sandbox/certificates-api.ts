// /v3/certificates: every platform certificate of the merchant, each encrypted with the APIv3 key.
import { randomBytes } from 'node:crypto';
import { epochMs } from '../../../domain/time.ts';
import { encryptResource } from '../wechat-pay/resource.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { type SandboxMerchant } from './merchants.ts';
import { done, type Reply } from './reply.ts';

export const listCertificates = (merchant: SandboxMerchant): Reply =>
  done({
    data: merchant.certificates.map(({ serial, certificatePem, validFromMs, validToMs }) => ({
      serial_no: serial,
      effective_time: channelTime(epochMs(validFromMs)),
      expire_time: channelTime(epochMs(validToMs)),
      encrypt_certificate: encryptResource(
        certificatePem,
        merchant.apiV3Key,
        randomBytes(6).toString('hex'),
        'certificate',
      ),
    })),
  });
