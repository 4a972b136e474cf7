// The entry of the workflow bundle: named re-exports only.
export { parkingSession } from './parking-session.ts';
export { reconciliation } from './reconciliation.ts';
