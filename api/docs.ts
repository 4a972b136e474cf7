// The documentation page, with assets of our own machine, and the documents it shows.
import { readFileSync } from 'node:fs';
import { type Middleware } from 'koa';
import { problemCodes, problemText } from './problems.ts';

// The browser build stands beside the entry that the package exports.
const assetFile = new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference'));

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>City parking API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="describedby" type="application/schema+json" href="/tariff.schema.json"></head>
<body><script id="api-reference" data-url="/openapi.json"
  data-configuration='{"withDefaultFonts":false,"telemetry":false,"showDeveloperTools":"never","hideClientButton":true,
    "agent":{"disabled":true},"mcp":{"disabled":true}}'></script>
<script src="/docs/reference.js"></script></body>
</html>
`;

const problemsPage = (): string => {
  const row = (code: (typeof problemCodes)[number]): string => {
    const { status, en, zh } = problemText(code);
    return `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${en}</td><td>${zh}</td></tr>`;
  };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title></head><body><h1>Problems</h1>
<table><tr><th>Code</th><th>Status</th><th>English</th><th>中文</th></tr>
${[...problemCodes].sort().map(row).join('')}</table></body></html>`;
};

interface Document {
  readonly type: string;
  readonly body: () => string | Buffer;
}

/** A JSON Schema that stands beside the API document. */
const schemaOf = (name: string): Document => ({
  type: 'application/schema+json; charset=utf-8',
  body: () => readFileSync(new URL(`../openapi/${name}`, import.meta.url)),
});

/** Scalar's page runs inline styles and its own script; nothing is loaded from elsewhere. */
const contentSecurity =
  "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'";

export const documentation = (openApi: object, asyncApi: () => string): Middleware => {
  const documents: Readonly<Record<string, Document>> = {
    '/docs': { type: 'text/html; charset=utf-8', body: () => page },
    '/docs/problems': { type: 'text/html; charset=utf-8', body: problemsPage },
    '/docs/reference.js': { type: 'text/javascript; charset=utf-8', body: () => readFileSync(assetFile) },
    '/openapi.json': { type: 'application/json; charset=utf-8', body: () => JSON.stringify(openApi) },
    '/asyncapi.json': { type: 'application/json; charset=utf-8', body: asyncApi },
    '/tariff.schema.json': schemaOf('tariff.schema.json'),
    '/calendar.schema.json': schemaOf('calendar.schema.json'),
  };
  const read = new Map<string, string | Buffer>();
  return async (ctx, next) => {
    const document = Object.hasOwn(documents, ctx.path) ? documents[ctx.path] : undefined;
    if (document === undefined || ctx.method !== 'GET') return next();
    const body = read.get(ctx.path) ?? document.body();
    read.set(ctx.path, body);
    ctx.set('Content-Security-Policy', contentSecurity);
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.type = document.type;
    ctx.body = body;
  };
};
