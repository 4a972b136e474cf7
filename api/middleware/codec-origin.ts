// Lets the Temporal UI, which is served from another origin, ask the codec endpoint with its user's token.
import { type Middleware } from 'koa';

export const codecOrigin = (uiUrl: string): Middleware => {
  const origin = new URL(uiUrl).origin;
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/codec/') || ctx.get('Origin') !== origin) return next();
    ctx.set('Access-Control-Allow-Origin', origin);
    ctx.set('Access-Control-Allow-Credentials', 'true');
    ctx.set('Access-Control-Allow-Headers', 'authorization, content-type, x-namespace');
    ctx.set('Access-Control-Allow-Methods', 'POST');
    ctx.vary('Origin');
    if (ctx.method !== 'OPTIONS') return next();
    ctx.status = 204;
    return undefined;
  };
};
