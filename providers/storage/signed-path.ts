// Links to pictures: an HMAC over the key and the expiry, five minutes at most. Real time, never the business clock.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type EpochMs } from '../../domain/time.ts';
import { pictureKeyPattern } from './picture-storage.ts';

export const longestLifetimeMs = 5 * 60_000;
export const picturePath = '/v1/pictures/';

export type SignedPathFailure = 'malformed' | 'signature' | 'expired';

/** The words in front keep this signature from being any other that the same secret makes. */
const signature = (key: string, expiresAtMs: number, secret: Buffer): string =>
  createHmac('sha256', secret).update(`picture-link\n${key}\n${expiresAtMs}`).digest('base64url');

/** `/v1/pictures/<key>.<expires in ms>.<signature>`. Throws a RangeError for a malformed key or more than five minutes. */
export const signPath = (key: string, expiresAt: EpochMs, secret: Buffer, nowMs = Date.now()): string => {
  if (!pictureKeyPattern.test(key)) throw new RangeError('not the key of a picture');
  if (expiresAt > nowMs + longestLifetimeMs) throw new RangeError('a link to a picture lives five minutes at most');
  return `${picturePath}${key}.${expiresAt}.${signature(key, expiresAt, secret)}`;
};

export type VerifiedPath = { readonly key: string } | { readonly failure: SignedPathFailure };

const linkPattern = /^([0-9a-f]{64}\.[a-z]{3,4})\.(\d{1,15})\.([A-Za-z0-9_-]{43})$/;

/** `link` is the last segment of the path. A link from the far future is no good, whoever signed it. */
export const verifySignedPath = (link: string, secret: Buffer, nowMs = Date.now()): VerifiedPath => {
  const [, key = '', expires = '', given = ''] = linkPattern.exec(link) ?? [];
  if (!pictureKeyPattern.test(key)) return { failure: 'malformed' };
  const expected = Buffer.from(signature(key, Number(expires), secret));
  if (!timingSafeEqual(Buffer.from(given), expected)) return { failure: 'signature' };
  const young = nowMs < Number(expires) && Number(expires) <= nowMs + longestLifetimeMs;
  return young ? { key } : { failure: 'expired' };
};
