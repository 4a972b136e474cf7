// /livez, /readyz and /metrics: for whoever runs the process, not part of the API document.
import { type Middleware } from 'koa';
import { type Registry } from 'prom-client';
import { type Probe, readinessOf } from '../../platform/operations-server.ts';

export const health =
  (probes: readonly Probe[], registry: Registry, isDraining: () => boolean): Middleware =>
  async (ctx, next) => {
    if (ctx.method !== 'GET') return next();
    if (ctx.path === '/livez') {
      ctx.body = { live: true };
      return undefined;
    }
    if (ctx.path === '/readyz') {
      const { ready, checks } = await readinessOf(probes);
      ctx.status = ready && !isDraining() ? 200 : 503;
      ctx.body = { ready: ready && !isDraining(), checks };
      return undefined;
    }
    if (ctx.path !== '/metrics') return next();
    ctx.set('Content-Type', registry.contentType);
    ctx.body = await registry.metrics();
    return undefined;
  };
