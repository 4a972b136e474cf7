// One repair: compare, start again what lost its workflow, and release what is parked when that is asked for.
import {
  compareSessions,
  type Parked,
  parkedWork,
  releaseParked,
  type RepairPorts,
  restartSession,
} from '../../delivery/repair.ts';

export interface RepairOptions {
  /** Look only. */
  readonly dryRun: boolean;
  readonly release: boolean;
}

export interface RepairResult {
  readonly sessionsOpen: number;
  readonly workflowsRunning: number;
  /** Sessions that have a workflow again. */
  readonly restarted: readonly string[];
  /** Sessions that have none, with --dry-run. */
  readonly withoutWorkflow: readonly string[];
  /** Workflows for whose session there is no open row: a person must look. */
  readonly withoutRow: readonly string[];
  readonly parked: Parked;
  readonly released: number;
}

type Say = (sentence: string) => void;

const tellParked = ({ messages, notices, keys }: Parked, say: Say): void => {
  for (const { id, workflowId, message, attempts, error } of messages)
    say(`parked message ${id}: ${message} to ${workflowId}, after ${attempts} attempts: ${error ?? 'no reason'}`);
  for (const { id, error } of notices) say(`parked payment notice ${id}: ${error ?? 'no reason'}`);
  for (const { key, reason } of keys) say(`parked events of ${key}: ${reason}`);
};

export const repair = async (ports: RepairPorts, options: RepairOptions, say: Say): Promise<RepairResult> => {
  const { sessionsOpen, workflowsRunning, withoutWorkflow, withoutRow } = await compareSessions(ports);
  say(`${sessionsOpen} sessions are open, ${workflowsRunning} session workflows are running.`);
  const restarted: string[] = [];
  for (const session of withoutWorkflow) {
    if (options.dryRun) say(`session ${session.id} has no workflow`);
    else if (await restartSession(ports, session)) {
      restarted.push(session.id);
      say(`session ${session.id} had no workflow: it was started again at revision ${session.revision}`);
    }
  }
  for (const workflowId of withoutRow)
    say(`workflow ${workflowId} runs and has no open session row: look at it by hand`);
  const parked = await parkedWork(ports.database);
  tellParked(parked, say);
  const released = options.release && !options.dryRun ? await releaseParked(ports.database, parked) : 0;
  if (released > 0) say(`${released} parked were released.`);
  return {
    sessionsOpen,
    workflowsRunning,
    restarted,
    withoutWorkflow: withoutWorkflow.map(({ id }) => id).filter((id) => !restarted.includes(id)),
    withoutRow,
    parked,
    released,
  };
};
