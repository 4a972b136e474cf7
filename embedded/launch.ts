// What every embedded server has in common: a free port, a guarded child process, a record of it, and a health check.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exit, type LogTarget, type RunningProcess, spawnProcess } from '../platform/process.ts';
import { choosePort, ownsPort, type PortWish } from './ports.ts';
import { clearLeftover, forgetProcess, recordProcess } from './records.ts';
import { guard } from './watchdog.ts';

export interface EmbeddedServer {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process is gone, asked to or not. */
  readonly exited: Promise<Exit>;
  /** Lets it finish its work and waits until it is gone. */
  stop(): Promise<void>;
  /** SIGKILL: for fault tests. */
  kill(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  readonly folder: string;
  readonly wish: PortWish;
  readonly log: LogTarget;
  /** A part of its command line that no other process has: its data folder. */
  readonly marker: string;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs before every try, once nothing of ours serves the folder any more. */
  beforeStart?: () => Promise<void>;
  command(port: number): { readonly command: string; readonly args: readonly string[] };
  /** True once it answers and proved to be the one that we started. */
  healthy(port: number): Promise<boolean>;
  readonly timeoutMs?: number;
}

const START_TIMEOUT_MS = 60_000;
const ATTEMPTS = 10;
/** Reasons to die at start that pass by themselves: a port lost in a race, an old process not quite gone. */
const PASSING = /in use|already in use|pre-existing shared memory|EADDRINUSE/i;

type Outcome = 'healthy' | 'exited' | 'timeout' | 'foreign';

const untilHealthy = async (launch: Launch, running: RunningProcess, port: number): Promise<Outcome> => {
  const deadline = performance.now() + (launch.timeoutMs ?? START_TIMEOUT_MS);
  while (performance.now() < deadline) {
    if (!running.isAlive()) return 'exited';
    const healthy = await launch.healthy(port);
    if (healthy && running.isAlive()) return (await ownsPort(running.pid, port)) === false ? 'foreign' : 'healthy';
    await Promise.race([sleep(50), running.exited]);
  }
  return 'timeout';
};

const failure = (launch: Launch, outcome: Outcome, running: RunningProcess, port: number): Error => {
  const reason = {
    exited: 'ended while it was starting',
    timeout: `did not answer on port ${port} in time`,
    foreign: `lost port ${port} to another program`,
    healthy: '',
  }[outcome];
  return new Error(`${launch.name} ${reason}. Its last output:\n${running.recentOutput() || '(none)'}`);
};

const attempt = async (
  launch: Launch,
  port: number,
): Promise<{ outcome: Outcome; running: RunningProcess; server: EmbeddedServer }> => {
  const { command, args } = launch.command(port);
  const { name, log, env, user } = launch;
  const running = await spawnProcess({ name, command, args, log, env, user, folder: '/', detached: true });
  const release = guard(running.pid, launch.stopSignal === 'SIGINT' ? 'INT' : 'TERM');
  const exited = running.exited.finally(release);
  await recordProcess(launch.folder, name, running.pid);
  const gone = async (end: Promise<Exit>): Promise<void> => {
    await end;
    await forgetProcess(launch.folder, name);
  };
  const server: EmbeddedServer = {
    name,
    pid: running.pid,
    port,
    exited,
    stop: () => gone(running.stop(launch.stopSignal, 20_000)),
    kill: () => gone(running.kill()),
  };
  return { outcome: await untilHealthy(launch, running, port), running, server };
};

/** Starts a server and waits until it is healthy. What an earlier run left over in its folder is ended first. */
export const launch = async (plan: Launch): Promise<EmbeddedServer> => {
  await clearLeftover(plan.folder, plan.name, plan.marker, plan.stopSignal);
  let problem = new Error(`${plan.name} was not started.`);
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    await plan.beforeStart?.();
    const port = await choosePort(plan.name, plan.wish);
    const { outcome, running, server } = await attempt(plan, port);
    if (outcome === 'healthy') return server;
    problem = failure(plan, outcome, running, port);
    await server.kill();
    const passing = outcome === 'foreign' || (outcome === 'exited' && PASSING.test(running.recentOutput()));
    if (!passing) throw problem;
    await sleep(300);
  }
  throw problem;
};
