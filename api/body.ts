// Reads the bytes of a request within a limit, and understands them as what the document says they are.
import { type IncomingMessage } from 'node:http';
import { Problem } from './problems.ts';

/** 5,000 devices or bays fit twice. */
export const bodyLimitBytes = 2 * 1024 * 1024;

/** The bytes as sent. Throws `body-too-large` as soon as that is known. */
export const readBody = async (request: IncomingMessage, limit = bodyLimitBytes): Promise<Buffer> => {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw new Problem('body-too-large', { detail: `at most ${limit} bytes` });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > limit) throw new Problem('body-too-large', { detail: `at most ${limit} bytes` });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOf = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new Problem('malformed-json', { detail: 'the body is not UTF-8', cause });
  }
};

/** A body as the operation takes it: JSON is parsed, anything else stays bytes. */
export const parseBody = (body: Buffer, mediaType: string, headers: IncomingMessage['headers']): unknown => {
  const given = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== mediaType) throw new Problem('unsupported-media-type', { detail: `send ${mediaType}` });
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Problem('unsupported-media-type', { detail: 'send the body without content encoding' });
  }
  if (mediaType !== 'application/json') return body;
  try {
    return JSON.parse(textOf(body)) as unknown;
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('malformed-json', { cause });
  }
};
