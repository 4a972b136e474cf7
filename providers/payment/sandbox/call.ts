// Reads an HTTP call whole, and writes an answer of known length.
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { parseJson } from '../json-field.ts';
import { type ApiRequest, type Reply } from './reply.ts';

const largestBodyBytes = 65_536;

/** Reads to the end in any case, so that the caller gets the answer and not a broken connection. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBodyBytes) chunks.push(chunk);
  }
  return size <= largestBodyBytes ? Buffer.concat(chunks) : undefined;
};

export const sendBytes = (
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): void => {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.end(body);
};

export const sendHtml = (response: ServerResponse, status: number, html: string): void =>
  sendBytes(
    response,
    status,
    {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    },
    Buffer.from(html),
  );

export const bodyBytes = (reply: Reply): Buffer =>
  reply.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.body));

export const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/** One HTTP call, read whole. */
export interface Call {
  readonly api: ApiRequest;
  readonly rawBody: Buffer;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Undefined when the body is larger than anything the channel takes. */
export const readCall = async (request: IncomingMessage, response: ServerResponse): Promise<Call | undefined> => {
  const rawBody = await readBody(request);
  if (rawBody === undefined) return undefined;
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = rawBody.length === 0 ? {} : parseJson(rawBody.toString('utf8'));
  const api = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
  return { api, rawBody, request, response };
};
