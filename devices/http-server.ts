// The bridge's port: pushes of cameras, signed events, the broker's questions, health and metrics.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { sameSecret } from '../db/queries/device-credentials.ts';
import { type Log } from '../platform/log.ts';
import { metricsRegistry, type Probe, readinessOf } from '../platform/operations-server.ts';
import { grantOf } from './broker-auth.ts';
import { answerPush, type PushPorts } from './cameras/push.ts';
import { type Batcher } from './ingest/batcher.ts';
import { signatureHeader, takeSignedEvents, timeHeader } from './signed-events.ts';

export interface BridgeServerOptions extends PushPorts {
  readonly host: string;
  readonly port: number;
  readonly batcher: Batcher;
  /** Without it the broker's questions are not answered. */
  readonly brokerAuthToken: string | undefined;
  readonly probes: readonly Probe[];
}

export interface BridgeServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
}

const mebibyte = 1024 * 1024;
/** Two pictures in Base64 and the words around them. */
const pushMaxBytes = 8 * mebibyte;
const eventsMaxBytes = mebibyte;
const questionMaxBytes = 16 * 1024;

class TooLarge extends Error {}

const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new TooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const answerBroker = async (options: BridgeServerOptions, request: IncomingMessage): Promise<Reply> => {
  const { brokerAuthToken } = options;
  const given = header(request, 'authorization') ?? '';
  if (brokerAuthToken === undefined || !sameSecret(given, `Bearer ${brokerAuthToken}`))
    return { status: 401, body: {} };
  const question = parseJson(await readBody(request, questionMaxBytes));
  const grant = await grantOf(options.registry, options.keys.dataKey, question);
  return grant === undefined ? { status: 403, body: {} } : { status: 200, body: grant };
};

const answerDevice = async (
  options: BridgeServerOptions,
  request: IncomingMessage,
  deviceId: string,
): Promise<Reply> => {
  const reply = await takeSignedEvents(options, {
    deviceId,
    time: header(request, timeHeader),
    signature: header(request, signatureHeader),
    body: await readBody(request, eventsMaxBytes),
  });
  return reply.status === 200
    ? { status: 200, body: { received: reply.received } }
    : { status: reply.status, body: { code: reply.code } };
};

const answerCamera = async (options: BridgeServerOptions, request: IncomingMessage, token: string): Promise<Reply> => {
  const reply = await answerPush(options, {
    token,
    remoteAddress: request.socket.remoteAddress ?? '',
    contentType: header(request, 'content-type') ?? '',
    body: await readBody(request, pushMaxBytes),
  });
  return { status: reply.status, body: reply.status === 200 ? reply.answer : {} };
};

const answerOperations = async (options: BridgeServerOptions, path: string): Promise<Reply> => {
  if (path === '/livez') return { status: 200, body: { live: true } };
  if (path === '/readyz') {
    const readiness = await readinessOf(options.probes);
    return { status: readiness.ready ? 200 : 503, body: readiness };
  }
  if (path !== '/metrics') return { status: 404, body: {} };
  const registry = metricsRegistry();
  return { status: 200, body: await registry.metrics(), contentType: registry.contentType };
};

const route = (options: BridgeServerOptions, request: IncomingMessage): Promise<Reply> => {
  const path = new URL(request.url ?? '/', 'http://bridge').pathname;
  if (request.method !== 'POST') return answerOperations(options, path);
  if (path === '/internal/mqtt-auth') return answerBroker(options, request);
  const push = /^\/push\/([A-Za-z0-9_-]{16,128})(?:\/heartbeat)?$/.exec(path)?.[1];
  if (push !== undefined) return answerCamera(options, request, push);
  const deviceId = /^\/v1\/devices\/([A-Za-z0-9_-]{1,64})\/events$/.exec(path)?.[1];
  if (deviceId !== undefined) return answerDevice(options, request, deviceId);
  return Promise.resolve({ status: 404, body: {} });
};

const send = (response: ServerResponse, { status, body, contentType = 'application/json' }: Reply): void => {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': contentType });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

const failure = (error: unknown, log: Log, path: string): Reply => {
  if (error instanceof TooLarge) return { status: 413, body: { code: 'too-large' } };
  log.error({ err: error, path: path.replace(/^\/push\/[^/]+/, '/push/…') }, 'not answered');
  return { status: 503, body: { code: 'unavailable' } };
};

export const startBridgeServer = async (options: BridgeServerOptions): Promise<BridgeServer> => {
  const server = createServer((request, response) => {
    route(options, request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        send(response, failure(error, options.log, request.url ?? ''));
        request.destroy();
      },
    );
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};
