// The Koa application: the order of its middleware, on one screen.
import Koa, { type Middleware } from 'koa';
import { metricsRegistry, type Probe } from '../platform/operations-server.ts';
import { type OpenApiDocument } from './document.ts';
import { documentation } from './docs.ts';
import { requestMetrics } from './metrics.ts';
import { observed, problems, secured } from './middleware/frame.ts';
import { health } from './middleware/health.ts';
import { type HandlerGroup, operationRouter } from './router.ts';
import { type RunDeps } from './run.ts';

export interface AppOptions extends RunDeps {
  readonly document: OpenApiDocument;
  readonly asyncApi: () => string;
  readonly groups: readonly HandlerGroup[];
  /** Raw webhooks: they see the bytes of the body before anything parses them, and answer their own paths only. */
  readonly webhooks: readonly Middleware[];
  readonly probes: readonly Probe[];
  readonly isDraining: () => boolean;
  /** Behind a reverse proxy the caller's address is the one it names. */
  readonly behindProxy: boolean;
}

export const createApp = (options: AppOptions): Koa => {
  const registry = metricsRegistry();
  const app = new Koa({ proxy: options.behindProxy, maxIpsCount: 1 });
  const router = operationRouter(options, options.document, options.groups);
  app.use(observed(options.log, requestMetrics(registry)));
  app.use(secured);
  app.use(problems(options.log));
  app.use(health(options.probes, registry, options.isDraining));
  app.use(documentation(options.document, options.asyncApi));
  for (const webhook of options.webhooks) app.use(webhook);
  app.use(router.routes());
  app.use(router.allowedMethods());
  app.on('error', (error: unknown) => options.log.warn({ error }, 'connection'));
  return app;
};
