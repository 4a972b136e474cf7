// The HTTP server around the application: its limits, and how it drains.
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import type Koa from 'koa';

const idleCheckMs = 50;

export interface ApiServer {
  readonly port: number;
  /** No new connections; requests in progress finish, idle connections close. */
  close(): Promise<void>;
}

/** Port 0 takes a free one. */
export const listenApi = async (app: Koa, port: number, host = '127.0.0.1'): Promise<ApiServer> => {
  const handle = app.callback();
  const server: Server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
    (request, response) => void handle(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // A connection that was busy until now would otherwise be kept alive for its next request.
        const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
        server.close(() => {
          clearInterval(idle);
          resolve();
        });
      }),
  };
};
