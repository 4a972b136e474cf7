// Every check and test there is, in one command. Static checks run two at a time, each with its output kept back until
// it fails; Jest comes last. Options: --static-only, --long (full counts); anything else goes to Jest.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const AT_ONCE = 2;

const LAYERS = [
  'activities',
  'api',
  'bench',
  'bin',
  'db',
  'delivery',
  'devices',
  'domain',
  'embedded',
  'openapi',
  'platform',
  'providers',
  'workflows',
];
const inRoot = (path) => existsSync(join(ROOT, path));
const tool = (name, ...args) => ({ command: join(BIN, name), args });
const script = (path, ...args) => ({ command: process.execPath, args: [join(ROOT, path), ...args] });

/** In the order of their headings; the slow ones first, so that two at a time end together. */
const CHECKS = [
  { name: 'lint', what: tool('eslint', '.', '--max-warnings=0') },
  { name: 'types', what: tool('tsc', '--noEmit') },
  { name: 'format', what: tool('prettier', '--check', '--log-level=warn', '.') },
  {
    name: 'dependency rules',
    what: tool('depcruise', '--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...LAYERS.filter(inRoot)),
  },
  {
    name: 'OpenAPI document',
    needs: 'openapi/generated/openapi.json',
    what: tool('redocly', 'lint', 'openapi/generated/openapi.json', '--config', 'openapi/redocly.yaml'),
  },
  { name: 'generated types', needs: 'openapi/generate.mjs', what: script('openapi/generate.mjs', '--check') },
  { name: 'AsyncAPI document', needs: 'openapi/check-asyncapi.mjs', what: script('openapi/check-asyncapi.mjs') },
];

const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const say = (text) => process.stdout.write(`${text}\n`);

const environment = (extra = {}) => ({
  ...process.env,
  PATH: `${BIN}:${process.env.PATH ?? ''}`,
  // Tools that keep compiled things in the home folder keep them here instead.
  XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(ROOT, '.runtime', 'cache'),
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  ...extra,
});

const children = new Set();

const execute = ({ command, args }, stdio, extra) =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, stdio, env: environment(extra) });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text) => (output += text));
    }
    child.once('error', (error) => done({ ok: false, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => {
      children.delete(child);
      done({ ok: code === 0, output: signal === null ? output : `${output}ended by ${signal}\n` });
    });
  });

const runCheck = async ({ name, what }) => {
  const began = performance.now();
  const { ok, output } = await execute(what, ['ignore', 'pipe', 'pipe']);
  say(`${ok ? 'passed' : 'FAILED'}  ${name} (${seconds(began)})`);
  if (!ok) say(output.trimEnd());
  return { name, ok };
};

const runChecks = async (checks) => {
  const waiting = [...checks];
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await runCheck(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results.filter(({ ok }) => !ok).map(({ name }) => name);
};

const runJest = async (args, long) => {
  // Only the warning about Jest's own use of ES modules is silenced.
  const nodeOptions = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const extra = { NODE_OPTIONS: nodeOptions.filter(Boolean).join(' '), ...(long ? { LONG: '1' } : {}) };
  return (await execute(tool('jest', ...args), 'inherit', extra)).ok;
};

// Ctrl-C reaches the children as well, which stop their servers in order; we wait for them.
process.on('SIGINT', () => (process.exitCode = 130));
process.on('SIGTERM', () => {
  process.exitCode = 143;
  for (const child of children) child.kill('SIGTERM');
});

const options = process.argv.slice(2);
const staticOnly = options.includes('--static-only');
const long = options.includes('--long');
const jestArgs = options.filter((option) => option !== '--static-only' && option !== '--long');

say('Static checks');
const failed = await runChecks(CHECKS.filter(({ needs }) => needs === undefined || inRoot(needs)));
// Said before the tests and once more by the exit code: Jest's summary is the last thing to read.
say(failed.length === 0 ? 'All static checks passed.\n' : `Static checks that failed: ${failed.join(', ')}.\n`);
let jestPassed = true;
if (!staticOnly) {
  say(long ? 'Tests, with full counts' : 'Tests');
  jestPassed = await runJest(jestArgs, long);
}
if (failed.length > 0 || !jestPassed) process.exitCode ||= 1;
