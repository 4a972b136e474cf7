// The port of a process without an API: /livez, /readyz with each dependency's budget, and /metrics.
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { collectDefaultMetrics, type Registry, register } from 'prom-client';

export interface Probe {
  readonly name: string;
  readonly check: () => Promise<void>;
  /** Longer than this counts as down. */
  readonly budgetMs: number;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<
    Record<string, { readonly ok: boolean; readonly milliseconds: number; readonly error?: string }>
  >;
}

const probe = async ({ check, budgetMs }: Probe): Promise<Readiness['checks'][string]> => {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const budget = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${budgetMs} ms`)), budgetMs);
  });
  try {
    await Promise.race([check(), budget]);
    return { ok: true, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    return {
      ok: false,
      milliseconds: Math.round(performance.now() - started),
      error: error instanceof Error ? error.message : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
};

/** Asks every dependency at once. */
export const readinessOf = async (probes: readonly Probe[]): Promise<Readiness> => {
  const checks = await Promise.all(probes.map(async (each) => [each.name, await probe(each)] as const));
  return { ready: checks.every(([, { ok }]) => ok), checks: Object.fromEntries(checks) };
};

let defaultsCollected = false;
/** The process's metrics; default ones are collected from the first call on. */
export const metricsRegistry = (): Registry => {
  if (!defaultsCollected) collectDefaultMetrics();
  defaultsCollected = true;
  return register;
};

export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export const startOperationsServer = async (port: number, probes: readonly Probe[]): Promise<OperationsServer> => {
  const registry = metricsRegistry();
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<[number, string, string]> => {
      if (request.url === '/livez') return [200, 'application/json', '{"live":true}'];
      if (request.url === '/metrics') return [200, registry.contentType, await registry.metrics()];
      if (request.url !== '/readyz') return [404, 'application/json', '{}'];
      const readiness = await readinessOf(probes);
      return [readiness.ready ? 200 : 503, 'application/json', JSON.stringify(readiness)];
    };
    answer().then(
      ([status, type, body]) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
