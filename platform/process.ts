// Child processes: started with their output in a log, waited for until they answer, stopped gently and then firmly.
import { type ChildProcess, spawn, type SpawnOptions, type StdioOptions } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A file to append to, or a function that gets each line. Every line carries the name of its process. */
export type LogTarget = string | ((line: string) => void);

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  isAlive(): boolean;
  /** The last lines it wrote, for an error message. */
  recentOutput(): string;
  /** Sends the signal (SIGTERM unless said otherwise) and waits; SIGKILL after `timeoutMs` (10 s). */
  stop(signal?: NodeJS.Signals, timeoutMs?: number): Promise<Exit>;
  /** SIGKILL, at once. */
  kill(): Promise<Exit>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
  readonly log: LogTarget;
  /** In a process group of its own: Ctrl-C in the terminal reaches the parent only, which stops things in order. */
  readonly detached?: boolean;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

const KEPT_LINES = 40;
const LAST_WORDS_MS = 500;
const STOP_TIMEOUT_MS = 10_000;

const writerOf = (name: string, log: LogTarget): ((line: string) => void) => {
  if (typeof log === 'function') return (line) => log(`${name}: ${line}`);
  mkdirSync(dirname(log), { recursive: true });
  return (line) => appendFileSync(log, `${name}: ${line}\n`);
};

const childOf = (options: ProcessOptions, stdio: StdioOptions): ChildProcess => {
  const settings: SpawnOptions = {
    stdio,
    detached: options.detached ?? false,
    env: { ...(options.env ?? process.env) },
  };
  if (options.folder !== undefined) settings.cwd = options.folder;
  if (options.user !== undefined) Object.assign(settings, options.user);
  return spawn(options.command, options.args, settings);
};

const watch = async (name: string, child: ChildProcess, log: LogTarget): Promise<RunningProcess> => {
  const write = writerOf(name, log);
  const recent: string[] = [];
  const keep = (stream: Readable | null): void => {
    if (stream === null) return;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      recent.push(line);
      if (recent.length > KEPT_LINES) recent.shift();
      write(line);
    });
  };
  keep(child.stdout);
  keep(child.stderr);
  // Its last words are read before its end is told; a grandchild that keeps the pipe open does not delay that for long.
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      const timer = setTimeout(() => resolve({ code, signal }), LAST_WORDS_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new Error(`${name} could not be started: ${error.message}`, { cause: error })),
    );
  });
  child.on('error', (error) => write(error.message));
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${name} has no process id.`);
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals, timeoutMs: number): Promise<Exit> => {
    if (isAlive()) child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    return exited.finally(() => clearTimeout(timer));
  };
  return {
    name,
    pid,
    exited,
    isAlive,
    recentOutput: () => recent.join('\n'),
    stop: (signal = 'SIGTERM', timeoutMs = STOP_TIMEOUT_MS) => end(signal, timeoutMs),
    kill: () => end('SIGKILL', STOP_TIMEOUT_MS),
  };
};

/** Starts any program. Rejects when it cannot be started at all; an early exit shows in `exited`. */
export const spawnProcess = (options: ProcessOptions): Promise<RunningProcess> =>
  watch(options.name, childOf(options, ['ignore', 'pipe', 'pipe']), options.log);

/** What a process of ours sends when it serves (see `announceReady`). */
export interface ReadyMessage {
  readonly ready: true;
  readonly [field: string]: unknown;
}

export interface ServiceOptions {
  readonly name: string;
  /** Absolute path of a `.ts` file; it runs on the Node that runs us. */
  readonly script: string;
  readonly args?: readonly string[];
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `'message'`: wait for a ReadyMessage. A URL: poll it until it answers 2xx; a ReadyMessage may come first and counts too. */
  readonly ready: 'message' | { readonly url: string };
  readonly readyTimeoutMs?: number;
  readonly log: LogTarget;
  readonly folder?: string;
}

export interface Service extends RunningProcess {
  /** Resolves when the service answers; rejects with its last output when it exits before or takes too long. */
  readonly ready: Promise<ReadyMessage>;
  /** Closes the channel, as our death would. */
  disconnect(): void;
}

const READY_TIMEOUT_MS = 60_000;

const isReadyMessage = (message: unknown): message is ReadyMessage =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

const answers = async (url: string, signal: AbortSignal): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

const untilAnswers = async (url: string, signal: AbortSignal): Promise<ReadyMessage> => {
  while (!signal.aborted) {
    if (await answers(url, signal)) return { ready: true };
    await sleep(100, undefined, { signal }).catch(() => undefined);
  }
  return new Promise<never>(() => undefined);
};

const readiness = async (
  options: ServiceOptions,
  running: RunningProcess,
  message: Promise<ReadyMessage>,
): Promise<ReadyMessage> => {
  const timeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS;
  const over = new AbortController();
  const failed = (what: string): Error =>
    new Error(`${options.name} ${what}. Its last output:\n${running.recentOutput()}`);
  const contenders: Promise<ReadyMessage>[] = [
    message,
    running.exited.then((exit) => {
      throw failed(`exited before it was ready (${exit.signal ?? `code ${exit.code}`})`);
    }),
    sleep(timeoutMs, undefined, { signal: over.signal }).then(() => {
      throw failed(`was not ready within ${timeoutMs} ms`);
    }),
  ];
  if (options.ready !== 'message') contenders.push(untilAnswers(options.ready.url, over.signal));
  try {
    return await Promise.race(contenders);
  } finally {
    over.abort();
    for (const contender of contenders) contender.catch(() => undefined);
  }
};

/** Starts one of our own `.ts` processes. It hears of our death through its closed channel (see `runUntilSignal`). */
export const spawnService = async (options: ServiceOptions): Promise<Service> => {
  const process_ = { ...options, command: process.execPath, args: [options.script, ...(options.args ?? [])] };
  const child = childOf({ ...process_, detached: true }, ['ignore', 'pipe', 'pipe', 'ipc']);
  const message = new Promise<ReadyMessage>((resolve) => {
    child.on('message', (received) => {
      if (isReadyMessage(received)) resolve(received);
    });
  });
  const running = await watch(options.name, child, options.log);
  const ready = readiness(options, running, message);
  ready.catch(() => undefined);
  return { ...running, ready, disconnect: () => child.disconnect() };
};

/**
 * Tells whoever started us that we serve, with the ports that we chose: over the channel, else as a line on stdout.
 * Call it after `runUntilSignal`, so that a signal sent at once is heard:
 * `const done = runUntilSignal(stop); announceReady(); await done;`
 */
export const announceReady = (fields: Readonly<Record<string, unknown>> = {}): void => {
  const message: ReadyMessage = { ...fields, ready: true };
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(message)}\n`);
  else process.send(message);
};

const SAME_SIGNAL_MS = 1_000;

/**
 * Keeps the process running until SIGTERM, SIGINT or the death of the parent that started it, then calls `stop` once
 * and exits: 0 when it drained, 1 when it failed, took longer than `timeoutMs` or a second signal came after a second.
 */
export const runUntilSignal = (stop: (reason: string) => Promise<void>, timeoutMs = 30_000): Promise<never> =>
  new Promise<never>(() => {
    let drainingSince: number | undefined;
    const drain = (reason: string): void => {
      if (drainingSince !== undefined) {
        // The terminal sends Ctrl-C to everybody, and npm passes it on: what comes at once is the same signal.
        if (reason !== 'disconnect' && performance.now() - drainingSince > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      drainingSince = performance.now();
      setTimeout(() => process.exit(1), timeoutMs).unref();
      stop(reason).then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(
            `Could not stop cleanly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
          );
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', () => drain('SIGTERM'));
    process.on('SIGINT', () => drain('SIGINT'));
    process.once('disconnect', () => drain('disconnect'));
  });
